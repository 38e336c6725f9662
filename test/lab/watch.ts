// Notes to whom a host sends anything, below all programs: the kernel's own packet filter does.
import { nft } from "../support/internet.ts";
import type { Host } from "../support/lab.ts";

export type Sent = { readonly to: string; readonly protocol: string; readonly port: number };

/** ICMP is the system's own: neighbours and multicast groups. */
const rules = `
table inet watch {
  set to4 { type ipv4_addr . inet_proto . inet_service; flags dynamic; size 4096; }
  set to6 { type ipv6_addr . inet_proto . inet_service; flags dynamic; size 4096; }
  chain output {
    type filter hook output priority 0;
    meta l4proto { tcp, udp } add @to4 { ip daddr . meta l4proto . th dport };
    meta l4proto { tcp, udp } add @to6 { ip6 daddr . meta l4proto . th dport };
  }
}`;

/** From now on. What it returns tells what was sent so far, over its own loopback too. */
export function watch({ name }: Host): () => readonly Sent[] {
  const { success, stderr } = nft(name, rules);
  if (!success) throw new Error(`nft: ${stderr}`);
  return () => ["to4", "to6"].flatMap((set) => listed(name, set));
}

function listed(name: string, set: string): readonly Sent[] {
  const { success, stdout, stderr } = Bun.spawnSync(["ip", "netns", "exec", name, "nft", "-j", "list", "set", "inet", "watch", set]);
  if (!success) throw new Error(`nft: ${stderr}`);
  type Element = { readonly concat: readonly [string, string, number] };
  const read = JSON.parse(stdout.toString()) as { readonly nftables: readonly { readonly set?: { readonly elem?: readonly Element[] } }[] };
  const elements = read.nftables.flatMap((each) => each.set?.elem ?? []);
  return elements.map(({ concat: [to, protocol, port] }) => ({ to, protocol, port }));
}
