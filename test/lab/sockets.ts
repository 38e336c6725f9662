// Cuts a host's socket to the relay while the one for signalling stays: both lead to the same port of the same server.

import { nft, passedOn } from "../support/internet.ts";
import type { Host } from "../support/lab.ts";

/** Until the end of the block, the socket of this host that has moved most is reset by whatever it sends, and no new one comes about. */
export function cutBusiest(host: Host): Disposable {
  const ports = `{ ${passedOn.secure}, ${passedOn.plain} }`;
  const cut = `
table inet cut {
  chain output {
    type filter hook output priority 0;
    tcp dport ${ports} tcp flags & (syn | ack) == syn reject with tcp reset;
    tcp sport ${busiestOf(host)} reject with tcp reset;
  }
}`;
  const { success, stderr } = nft(host.name, cut);
  if (!success) throw new Error(`nft: ${stderr}`);
  return { [Symbol.dispose]: () => void nft(host.name, "delete table inet cut") };
}

/** Its own port of the connection that most bytes went through. */
function busiestOf({ name }: Host): number {
  const { stdout } = Bun.spawnSync(["ip", "netns", "exec", name, "ss", "-tniHO", "state", "established"]);
  const sockets = stdout
    .toString()
    .split("\n")
    .map((line) => {
      const sum = [...line.matchAll(/bytes_(?:acked|received):(\d+)/g)].reduce((bytes, [, each]) => bytes + Number(each), 0);
      return { port: Number(/:(\d+)\s+\S+:\d+/.exec(line)?.[1]), sum };
    })
    .filter(({ port }) => port > 0);
  const busiest = sockets.sort((a, b) => b.sum - a.sum)[0];
  if (busiest === undefined) throw new Error(`no connection on ${name}`);
  return busiest.port;
}
