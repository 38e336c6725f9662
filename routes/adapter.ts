// Elysia on Bun, with paths found in addresses of either scheme, however short their host is, and behind a base.
import type { ElysiaAdapter } from "elysia/adapter";
import { BunAdapter } from "elysia/adapter/bun";
import { pathStart } from "./mount.ts";

const { composeGeneralHandler } = BunAdapter;

/**
 * Elysia looks for the path behind the host, but from the eleventh character on, or from the seventh with `standardHostname: false`: the one
 * misreads `http://nas/`, the other every `https:`. From the eighth on, no slash is left but the path's, in `http://a/` and `https://a/`.
 * @param base what is in front of every path, such as `/rooms`
 */
export function adapterAt(base: string): ElysiaAdapter {
  return {
    ...BunAdapter,
    composeGeneralHandler: {
      ...composeGeneralHandler,
      createContext(app) {
        const written = composeGeneralHandler.createContext(app);
        const found = "s=u.indexOf('/',7)";
        if (!written.includes(found)) throw new Error("Elysia finds paths in another way now: see whether it still needs this");
        return written.replace(found, `h=u.indexOf('/',8),s=${pathStart(base, "u", "h")}`);
      },
    },
  };
}
