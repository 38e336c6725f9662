// Tells whoever asks over UDP which address they come from, so that two people behind NATs find each other without a third party.
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import * as v from "valibot";
import { IceUrl } from "../protocol/signal.ts";
import { isEverywhere } from "./addresses.ts";
import { plain } from "./ip.ts";
import type { Settings } from "./settings.ts";
import { openAnswers } from "./stun-answers.ts";

export type Stun = {
  /** Begins to answer. Resolves to why it cannot, for the host to read. @param webPort where the pages are */
  listen(webPort: number): Promise<string | undefined>;
  /** What a page asks, such as `stun:nas:3000`; undefined while nobody answers. @param origin where the page's person reaches this server */
  urlFor(origin: string): string | undefined;
  close(): void;
};

export function openStun({ host, stun }: Pick<Settings, "host" | "stun">, now: () => number): Stun {
  const answers = openAnswers({ now, isOwn });
  let socket: Bun.udp.Socket<"buffer"> | undefined;

  const heard = (from: Bun.udp.Socket<"buffer">, datagram: Uint8Array, port: number, address: string) => {
    const answer = answers(datagram, { address, port }, from.port);
    try {
      if (answer !== undefined) from.send(answer, port, address);
    } catch {
      // No way there. Whoever asked asks again.
    }
  };

  return {
    async listen(webPort) {
      if (stun === "off") return undefined;
      const port = stun === "on" ? webPort : stun.port;
      let code: unknown;
      for (const hostname of stun === "on" ? placesOf(host) : placesFor(stun.host)) {
        try {
          // What somebody's network says to an answer comes as an error, and is none of ours.
          socket = await Bun.udpSocket({ hostname, port, socket: { data: heard, error() {} } });
          return undefined;
        } catch (error) {
          code = error instanceof Error && "code" in error ? error.code : error;
          if (code === "EADDRINUSE") break;
        }
      }
      const why = code === "EADDRINUSE" ? `UDP port ${port} is taken` : `UDP port ${port} cannot be listened on (${code})`;
      return `No STUN, so browsers behind NATs may not find each other: ${why}. Choose another with --stun, such as --stun 0.0.0.0:3478.`;
    },

    urlFor(origin) {
      if (socket === undefined || !URL.canParse(origin)) return undefined;
      const named = typeof stun === "object" && !isEverywhere(stun.host);
      const url = `stun:${named ? stun.host : new URL(origin).hostname}:${socket.port}`;
      return v.is(IceUrl, url) ? url : undefined;
    },

    close() {
      socket?.close();
      socket = undefined;
    },
  };
}

/** IPv6 with IPv4 on the same socket, or IPv4 alone on a machine without IPv6. */
const everywhere = ["::", "0.0.0.0"];

function placesOf(host: string): readonly string[] {
  return isEverywhere(host) ? everywhere : [host];
}

/** A name, or an address that this machine has not, is how others call it. */
function placesFor(host: string): readonly string[] {
  const address = host.replace(/^\[(.*)\]$/, "$1");
  return isIP(address) === 0 || isEverywhere(host) ? everywhere : [address, ...everywhere];
}

function isOwn(address: string): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some((each) => each.address === plain(address)));
}
