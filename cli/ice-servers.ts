// The STUN and TURN servers of a `welcome`, as libdatachannel takes them.
import type { IceServer } from "../protocol/signal.ts";
import type { TurnServer } from "./addon.ts";

/** STUN, and TURN over UDP: libdatachannel's ICE speaks no other. What cannot be used is left out. */
export function iceServersFor(servers: readonly IceServer[]): readonly (string | TurnServer)[] {
  return servers.flatMap((server) => {
    const urls = typeof server.urls === "string" ? [server.urls] : server.urls;
    return urls.flatMap((url): readonly (string | TurnServer)[] => {
      const [, scheme, name = "", port, transport] =
        /^(stun|turn):(\[[0-9a-f:.]+\]|[^:?[\]]+)(?::(\d+))?(?:\?transport=(\w+))?$/i.exec(url) ?? [];
      const hostname = name.replace(/^\[|\]$/g, "");
      if (scheme === undefined || (transport !== undefined && transport !== "udp")) return [];
      const at = Number(port ?? 3478);
      if (scheme === "stun") return [`stun:${name}:${at}`];
      const { username = "", credential = "" } = server;
      return [{ hostname, port: at, username, password: credential, relayType: "TurnUdp" } as const];
    });
  });
}
