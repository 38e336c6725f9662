// The service worker, where the browser has such: on pages that came over TLS or from this machine.
import { scriptUrlOf } from "./script-url.ts";

/** Without it everything works but what it is for. A browser may refuse it: in private windows, or for a certificate that it does not trust. */
export function registerServiceWorker(): void {
  const manifest = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')?.href;
  if (manifest === undefined || navigator.serviceWorker === undefined) return;
  // It lies beside the manifest, and answers for all that lies below.
  const { pathname } = new URL("sw.js", manifest);
  void navigator.serviceWorker.register(scriptUrlOf(pathname), { updateViaCache: "none" }).catch(() => {});
}
