// Announces the server on the local network: `roomcp.local`, and the service for whoever browses for one (RFC 6762, RFC 6763).
import { readdirSync } from "node:fs";
import type { CiaoService, Responder } from "@homebridge/ciao";
import { announcedName, isEverywhere, isLoopback } from "./addresses.ts";
import type { Settings } from "./settings.ts";

export type Outcome =
  | "announced"
  /** Somebody else on the network has the name. They keep it. */
  | "taken"
  | "failed";

export type Announcement = {
  /** Says goodbye (records with no time left to live), so that others forget the name at once. */
  stop(): Promise<void>;
};

/** Nobody waits longer for a goodbye that a broken network does not take. */
const farewellMs = 1_000;

/**
 * Asks thrice whether the name is free, and announces it then. Nothing of it ever throws: it is comfort, and the server runs without.
 * Nobody is told of a server that only this machine reaches.
 * @param told how it came out, and again if it changes
 */
export function announce({ host, tls, mdns, base }: Settings, port: number, told: (outcome: Outcome, url: string) => void): Announcement {
  if (mdns === "off" || isLoopback(host)) return { stop: async () => {} };
  const scheme = tls === "off" ? "http" : "https";
  const url = new URL(`${scheme}://${announcedName}:${port}`).origin + base;
  let responder: Responder | undefined;
  let service: CiaoService | undefined;
  const give = (outcome: Outcome) => {
    service = undefined;
    told(outcome, url);
  };
  try {
    // Loaded where it is wanted, which is not before people can come.
    const { getResponder } = require("@homebridge/ciao") as typeof import("@homebridge/ciao");
    responder = getResponder(interfaces());
    service = responder.createService({
      name: "roomcp",
      hostname: announcedName.replace(/\.local$/, ""),
      type: scheme,
      port,
      // RFC 6763, section 6.1 wants one text at least.
      txt: { path: `${base}/` },
      disabledIpv6: host === "0.0.0.0",
      ...(isEverywhere(host) ? {} : { restrictedAddresses: [host] }),
    });
    // The responder would go on under another name, which nobody was told of and no certificate holds for.
    service.on("hostname-change", () => {
      service?.destroy().catch(() => {});
      give("taken");
    });
    service.advertise().then(
      () => service && told("announced", url),
      () => give("failed"),
    );
  } catch {
    give("failed");
  }
  const farewell = async () => responder?.shutdown();
  return { stop: () => Promise.race([farewell().catch(() => {}), Bun.sleep(farewellMs)]) };
}

/** On Linux ciao reads `ip link`, and takes the "@" of a container's or VLAN's interface for a part of its name. */
function interfaces(): { interface?: string[] } {
  return process.platform === "linux" ? { interface: readdirSync("/sys/class/net") } : {};
}
