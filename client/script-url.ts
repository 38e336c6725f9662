// The one place where text becomes the address of code, as Trusted Types demand: only our own built worker and our service worker pass.

type Policy = { createScriptURL(url: string): string };
type Factory = { createPolicy(name: string, rules: Policy): Policy };

const rules: Policy = {
  createScriptURL(url) {
    // A path, not `//host/…`, whatever the server is mounted at.
    if (!/^(\/[\w~-][\w.~-]*)*\/(assets\/worker-\w+|sw)\.js$/.test(url)) throw new TypeError(`not a worker of ours: ${url}`);
    return url;
  },
};

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
const policy = factory?.createPolicy("roomcp", rules) ?? rules;

/** Throws a `TypeError` for anything but a worker of ours. What it returns is a `TrustedScriptURL` where there are such. */
export function scriptUrlOf(url: string): string {
  return policy.createScriptURL(url);
}
