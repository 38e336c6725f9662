// What the terminal shows at start: where people find this server, and a QR code of the best of it for their phones.
import { renderUnicodeCompact } from "uqr";
import { addressesToPrint, hostOf } from "./addresses.ts";
import type { Outcome } from "./announce.ts";
import type { Certificates } from "./certificate.ts";
import type { Settings } from "./settings.ts";

type Found = {
  /** The best one first, as people type them. */
  readonly addresses: readonly string[];
  /** Where people read how to trust the server's own authority, what they compare, and the public name if it cannot vouch for that. */
  readonly trust: { readonly address: string; readonly fingerprint: string; readonly unnamed: string | undefined } | undefined;
  readonly qr: boolean;
};

/** Where people find a server that listens: at what its host told them, and at this machine's addresses. */
export function found(settings: Settings, certificates: Certificates | undefined, port: number, plainPort: number | undefined): Found {
  const { host, publicUrl, base, tls, qr } = settings;
  const own = addressesToPrint(host, port, tls === "off" ? "http" : "https");
  const told = publicUrl === "" ? [] : [publicUrl];
  const [page = ""] = plainPort === undefined ? own : addressesToPrint(host, plainPort);
  const unnamed = told.map(hostOf).find((name) => certificates?.holdsFor(name) === false);
  const authority = certificates?.authority;
  return {
    addresses: [...new Set([...told, ...own])].map((each) => each + base),
    trust: authority && { address: `${page}${base}/tls`, fingerprint: authority.fingerprint, unnamed },
    qr: qr === "on" && process.stdout.isTTY,
  };
}

export function banner({ addresses, trust, qr }: Found): string {
  const [best] = addresses;
  return [
    ["roomcp is ready:", ...addresses.map((each) => `  ${each}`)],
    trust === undefined ? [] : trustLines(trust),
    qr && best !== undefined ? ["", renderUnicodeCompact(best)] : [],
  ]
    .flat()
    .join("\n");
}

function trustLines({ address, fingerprint, unnamed }: NonNullable<Found["trust"]>): readonly string[] {
  const lines = [
    "",
    "Browsers warn until a device trusts this server's own authority. How to:",
    `  ${address}`,
    `  SHA-256 ${fingerprint}`,
  ];
  return unnamed === undefined ? lines : [...lines, `  It cannot vouch for ${unnamed}: see docs/security.md.`];
}

export function announcementLine(outcome: Outcome, url: string): string {
  if (outcome === "announced") return `On this network also: ${url}`;
  const name = new URL(url).hostname;
  if (outcome === "taken") return `Somebody else on this network is ${name} already, so it is not announced.`;
  return `${name} could not be announced on this network; the addresses above work all the same.`;
}
