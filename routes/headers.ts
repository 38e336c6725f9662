// What every answer says to the browser about what it may do. Each name was tried with the page in Chromium and Firefox.

const policy = (rules: Readonly<Record<string, string>>) =>
  Object.entries(rules)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");

/** Nothing but what comes from here. `blob:` is for what people received; `connect-src 'self'` covers the WebSocket. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": policy({
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "img-src": "'self' blob:",
    "media-src": "'self' blob:",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "roomcp",
  }),
  "cross-origin-resource-policy": "same-origin",
  // Nothing that a page could ask for is asked for here, but for the clipboard and keeping the screen on.
  "permissions-policy": [
    ...["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment"],
    ...["serial", "usb", "xr-spatial-tracking"],
  ]
    .map((each) => `${each}=()`)
    .join(", "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  // Firefox looks up every link's host before anybody presses it, and a link is what somebody said.
  "x-dns-prefetch-control": "off",
  "x-frame-options": "DENY",
};

/** What browsers take from addresses that they trust, and complain of elsewhere. */
export const trustworthyHeaders: Readonly<Record<string, string>> = { "cross-origin-opener-policy": "same-origin" };

/** Is this asked at an address that a browser takes for trustworthy (W3C Secure Contexts, section 3.1)? */
export function isTrustworthy(request: Request, publicUrl: string): boolean {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  // Through a proxy with TLS. Who comes by another name comes by another way, such as the port for plain HTTP.
  if (publicUrl === `https://${request.headers.get("host") ?? url?.host}`) return true;
  return url !== undefined && (url.protocol === "https:" || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname));
}

/** The worker hashes with WebAssembly where the page has no `crypto.subtle`; nobody else may compile any. */
export const workerHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": policy({ "default-src": "'none'", "script-src": "'self' 'wasm-unsafe-eval'", "connect-src": "'self' blob:" }),
};
