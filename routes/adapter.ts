// Elysia on Bun, with paths found in addresses of either scheme, however short their host is.
import type { ElysiaAdapter } from "elysia/adapter";
import { BunAdapter } from "elysia/adapter/bun";

const { composeGeneralHandler } = BunAdapter;

/**
 * Elysia looks for the path behind the host, but from the eleventh character on, or from the seventh with `standardHostname: false`: the one
 * misreads `http://nas/`, the other every `https:`. From the eighth on, no slash is left but the path's, in `http://a/` and `https://a/`.
 */
export const adapter: ElysiaAdapter = {
  ...BunAdapter,
  composeGeneralHandler: {
    ...composeGeneralHandler,
    createContext(app) {
      const written = composeGeneralHandler.createContext(app);
      if (!written.includes("u.indexOf('/',7)")) throw new Error("Elysia finds paths in another way now: see whether it still needs this");
      return written.replace("u.indexOf('/',7)", "u.indexOf('/',8)");
    },
  },
};
