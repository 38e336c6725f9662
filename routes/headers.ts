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
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
};

/** The worker hashes with WebAssembly where the page has no `crypto.subtle`; nobody else may compile any. */
export const workerHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": policy({ "default-src": "'none'", "script-src": "'self' 'wasm-unsafe-eval'", "connect-src": "'self' blob:" }),
};
