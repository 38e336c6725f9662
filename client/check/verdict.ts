// What each finding is worth, and in which words it is told. Pure: a finding goes in, a verdict comes out.
import type { RelayFound } from "../../edges/relay-trial.ts";
import type { Failure } from "../../protocol/failure.ts";
import { memorySinkBytesMax } from "../../protocol/limits.ts";
import type { CheckItem, CheckState, VerdictName } from "../../protocol/words/host/en.ts";
import type { Measures } from "../../protocol/words/measure.ts";
import type { Rung } from "../disk/messages.ts";

/** Why something was not tried. */
type Untried = { readonly at: "untried"; readonly needs: "server" | "room" | "webrtc" };

/** Times in milliseconds, rates in bytes per second. */
export type Findings = {
  readonly secure: { readonly at: "secure" | "local" | "plain" };
  readonly server:
    | { readonly at: "joined"; readonly ms: number }
    | { readonly at: "guarded" | "silent" }
    | { readonly at: "refused"; readonly why: Failure };
  readonly webrtc: { readonly at: "open"; readonly ms: number } | { readonly at: "missing" | "silent" };
  /** `nat`: one socket of this browser is seen at several ports; there is nothing but a local network in between; or neither is known. */
  readonly stun:
    | { readonly at: "seen"; readonly ms: number; readonly addresses: readonly string[]; readonly nat: "varies" | "near" | "unknown" }
    | { readonly at: "silent"; readonly ms: number }
    | { readonly at: "none" | "here" }
    | Untried;
  readonly relay: RelayFound | Untried;
  /** `room`: bytes, as the browser estimates them. */
  readonly storage: { readonly rung: Rung; readonly room?: number };
  readonly hash: { readonly at: "hashed"; readonly rate: number; readonly native: boolean } | { readonly at: "broken" };
};

/** `address` is what a report leaves out unless somebody wants it in; `room`: bytes that the browser tells of. */
export type Verdict = {
  readonly state: Exclude<CheckState, "running">;
  readonly name: VerdictName;
  readonly fillings: Readonly<Record<string, string>>;
  readonly why?: Failure;
  readonly room?: string;
};

/** Below this a usual network is faster than the checking: bytes per second. */
const slowHash = 30e6;

type Judges = { readonly [Item in CheckItem]: (finding: Findings[Item], measures: Measures) => Verdict };

const judges: Judges = {
  secure: ({ at }) => {
    if (at === "plain") return verdict("limited", "secure-no");
    return verdict("good", at === "local" ? "secure-local" : "secure-yes");
  },
  server: (found, { milliseconds }) => {
    switch (found.at) {
      case "joined":
        return verdict("good", "server-good", { time: milliseconds(found.ms) });
      case "guarded":
        return verdict("good", "server-guarded");
      case "refused":
        return { ...verdict("limited", "server-refused"), why: found.why };
      case "silent":
        return verdict("bad", "server-silent");
      default:
        return found satisfies never;
    }
  },
  webrtc: (found, { milliseconds }) => {
    if (found.at === "open") return verdict("good", "webrtc-good", { time: milliseconds(found.ms) });
    return found.at === "missing" ? verdict("bad", "webrtc-missing") : verdict("limited", "webrtc-silent");
  },
  stun: (found, { milliseconds, seconds }) => {
    switch (found.at) {
      case "seen": {
        const fillings = { time: milliseconds(found.ms), address: found.addresses.join(", ") };
        if (found.nat === "varies") return verdict("limited", "stun-varies", fillings);
        return verdict("good", found.nat === "near" ? "stun-near" : "stun-good", fillings);
      }
      case "silent":
        return verdict("limited", "stun-silent", { time: seconds(found.ms / 1000) });
      case "here":
        return verdict("untried", "stun-here");
      case "none":
        return verdict("limited", "stun-none");
      case "untried":
        return untried(found);
      default:
        return found satisfies never;
    }
  },
  relay: (found, { milliseconds, bytes }) => {
    switch (found.at) {
      case "passed":
        return verdict("good", "relay-good", { size: bytes(found.bytes), speed: bytes(found.rate), time: milliseconds(found.ms) });
      case "off":
        return verdict("limited", "relay-off");
      case "refused":
        return { ...verdict("limited", "relay-refused"), why: found.why };
      case "silent":
        return verdict("limited", "relay-silent");
      case "untried":
        return untried(found);
      default:
        return found satisfies never;
    }
  },
  storage: ({ rung, room }, { bytes }) => {
    const told = room === undefined ? {} : { room: bytes(room) };
    if (rung === "opfs") return { ...verdict("good", "storage-opfs"), ...told };
    if (rung === "indexeddb") return { ...verdict("limited", "storage-indexeddb"), ...told };
    return verdict("limited", "storage-memory", { size: bytes(memorySinkBytesMax) });
  },
  hash: (found, { bytes }) => {
    if (found.at === "broken") return verdict("bad", "hash-broken");
    const fillings = { speed: bytes(found.rate) };
    if (found.rate < slowHash) return verdict("limited", "hash-slow", fillings);
    return verdict("good", found.native ? "hash-native" : "hash-wasm", fillings);
  },
};

export function judge<Item extends CheckItem>(item: Item, finding: Findings[Item], measures: Measures): Verdict {
  return judges[item](finding, measures);
}

/** What is to be said of everything: the worst, and that something is not known only where nothing is worse. */
export function summaryOf(states: readonly CheckState[]): CheckState {
  const worstFirst = ["running", "bad", "limited", "untried"] as const;
  return worstFirst.find((each) => states.includes(each)) ?? "good";
}

function verdict(state: Verdict["state"], name: VerdictName, fillings: Verdict["fillings"] = {}): Verdict {
  return { state, name, fillings };
}

function untried({ needs }: Untried): Verdict {
  return verdict("untried", `needs-${needs}`);
}
