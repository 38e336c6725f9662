// The machine of one relayed path: how two people who share a key come to talk through the server's relay. The one who greeted says `hello` with
// random bytes, the other `answer`s with theirs, and both make fresh keys of it; the one who was greeted may only say that they are `ready`.
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha512 } from "@noble/hashes/sha2.js";
import * as v from "valibot";
import { fromHex, toHex, utf8 } from "./bytes.ts";
import { relayAgainFirstMs, relayAgainLastMs, relayWordMax, shutForMs } from "./limits.ts";
import type { Sealing } from "./sealing.ts";
import { parseJson } from "./signal.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const Hex32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const RelayWord = v.variant("type", [
  /** `up`: I have a path to you, and you may have lost it. */
  v.object({ type: v.literal("ready"), conversation: Hex32, up: v.boolean() }),
  v.object({ type: v.literal("hello"), conversation: Hex32, nonce: Hex32, aes: v.boolean() }),
  /** I have no path to you any more. */
  v.object({ type: v.literal("gone"), conversation: Hex32 }),
  /** `to`: the nonce that it answers; an older one counts no more. */
  v.object({ type: v.literal("answer"), conversation: Hex32, nonce: Hex32, to: Hex32, aes: v.boolean() }),
]);
/** Said in the clear on the relay: the server may read and change it, and then the two do not come to one key. */
export type RelayWord = v.InferOutput<typeof RelayWord>;

/** What was said, or undefined if it is not in our words. Never throws. */
export function readRelayWord(text: string): RelayWord | undefined {
  if (text.length > relayWordMax) return undefined;
  const read = v.safeParse(RelayWord, parseJson(text));
  return read.success ? read.output : undefined;
}

/** The key that two people agreed on in a conversation, whatever became of its connection. `polite`: I greeted. */
export type Base = { readonly conversation: string; readonly polite: boolean; readonly sealing: Sealing };

/** 32 bytes for each direction, and what they are for: AES-256-GCM where both browsers have it, else ChaCha20-Poly1305. */
export type RelayKeys = { readonly aes: boolean; readonly mine: Bytes; readonly theirs: Bytes };

/**
 * `base`: the latest that both are known to have; `name`: of this path, of both sides' random bytes; `madeOf`: what its keys were. `tries`: beginnings in a row that led to
 * nothing; `serial` rises with every wait, so that an old timer means nothing.
 */
export type Relay = { readonly base?: Base; readonly tries: number; readonly serial: number } & (
  | { readonly at: "down" }
  | { readonly at: "greeting"; readonly nonce: string; readonly base: Base }
  | { readonly at: "up"; readonly name: string; readonly madeOf: Base; readonly base: Base }
  /** They said more than anybody could take in, and are not heard for a while. */
  | { readonly at: "shut" }
);

export type RelayEvent =
  | { on: "proven"; base: Base }
  /** My socket is open, or lost. */
  | { on: "opened" }
  | { on: "closed" }
  /** They have no socket to the relay, or what was said to them had no room there. */
  | { on: "absent" }
  | { on: "said"; word: RelayWord }
  /** Something did not open, or nobody takes what I say. */
  | { on: "broken" }
  | { on: "flooded" }
  | { on: "woke"; serial: number };

export type RelayEffect =
  | { do: "say"; word: RelayWord }
  | { do: "use"; keys: RelayKeys }
  | { do: "stop" }
  | { do: "wake"; afterMs: number; serial: number };

/** `open`: my socket is; `aes`: this browser has AES-GCM; `fresh`: secret random bytes that no other step gets. */
export type RelayHere = { readonly open: boolean; readonly aes: boolean; readonly fresh: (bytes: number) => Bytes };

type Stepped = readonly [Relay, readonly RelayEffect[]];

export const noRelay: Relay = { at: "down", tries: 0, serial: 0 };
const nonceBytes = 16;

export function stepRelay(relay: Relay, event: RelayEvent, here: RelayHere): Stepped {
  switch (event.on) {
    case "proven": {
      if (relay.base?.conversation === event.base.conversation) return [relay, []];
      const next = { ...relay, base: event.base };
      if (relay.at === "shut") return [next, []];
      if (relay.at !== "up") return begin({ ...next, tries: 0 }, here);
      // A path that is up stays: its keys are its own. But they may be on a new page, and their greeting came too early.
      const { conversation, polite } = event.base;
      return [next, here.open && !polite ? [{ do: "say", word: { type: "ready", conversation, up: true } }] : []];
    }
    case "opened":
      return relay.at === "shut" ? [relay, []] : begin({ ...relay, tries: 0 }, here);
    case "closed":
      return relay.at === "shut" ? [relay, []] : down(relay);
    case "absent":
    case "broken":
      // Otherwise the next try is on its way already.
      return relay.at === "up" ? again(relay) : [relay, []];
    case "flooded":
      return shut(relay);
    case "said":
      return relay.at === "shut" ? [relay, []] : said(relay, event.word, here);
    case "woke":
      if (event.serial !== relay.serial || relay.at === "up") return [relay, []];
      // Without a socket nothing begins, and they would be shut out for ever.
      return begin(relay.at === "shut" ? down(relay)[0] : relay, here);
    default:
      return event satisfies never;
  }
}

/** Whoever greeted says hello; the other can only say that it is time. It is said again until the path is up. */
function begin(relay: Relay, { open, aes, fresh }: RelayHere): Stepped {
  const { base, tries } = relay;
  if (!open || base === undefined) return [relay, []];
  const [next, stop] = down(relay);
  const { conversation } = base;
  const afterMs = Math.min(relayAgainLastMs, relayAgainFirstMs * 2 ** tries);
  const trying = { ...next, base, tries: tries + 1 };
  if (!base.polite) return wait(trying, afterMs, [...stop, { do: "say", word: { type: "ready", conversation, up: false } }]);
  const nonce = toHex(fresh(nonceBytes));
  const hello: RelayWord = { type: "hello", conversation, nonce, aes };
  return wait({ ...trying, at: "greeting", nonce }, afterMs, [...stop, { do: "say", word: hello }]);
}

function again(relay: Relay): Stepped {
  const [next, stop] = down(relay);
  return wait(next, relayAgainFirstMs, stop);
}

function shut(relay: Relay): Stepped {
  const [next, stop] = down(relay);
  return wait({ ...next, at: "shut" }, shutForMs, stop);
}

function wait(relay: Relay, afterMs: number, before: readonly RelayEffect[]): Stepped {
  const serial = relay.serial + 1;
  return [{ ...relay, serial }, [...before, { do: "wake", afterMs, serial }]];
}

function down({ at, base, serial }: Relay): Stepped {
  return [{ at: "down", ...(base === undefined ? {} : { base }), tries: 0, serial: serial + 1 }, at === "up" ? [{ do: "stop" }] : []];
}

function said(relay: Relay, word: RelayWord, here: RelayHere): Stepped {
  const { base } = relay;
  if (base?.conversation !== word.conversation || !here.open) return [relay, []];
  const { conversation } = base;
  switch (word.type) {
    case "ready":
      return base.polite && !(word.up && relay.at === "up") ? begin({ ...relay, tries: 0 }, here) : [relay, []];
    case "hello": {
      if (base.polite) return [relay, []];
      const nonce = toHex(here.fresh(nonceBytes));
      const [next, effects] = up(relay, base, word.nonce, nonce, here.aes && word.aes);
      return [next, [{ do: "say", word: { type: "answer", conversation, nonce, to: word.nonce, aes: here.aes } }, ...effects]];
    }
    case "answer":
      if (relay.at !== "greeting" || word.to !== relay.nonce) return [relay, []];
      return up(relay, base, relay.nonce, word.nonce, here.aes && word.aes);
    case "gone":
      return down(relay);
    default:
      return word satisfies never;
  }
}

/** Keys for this path alone, out of the pair's key and both sides' random bytes (HKDF, RFC 5869). */
function up({ serial }: Relay, base: Base, initiators: string, responders: string, aes: boolean): Stepped {
  const name = initiators + responders;
  const root = extract(sha512, base.sealing.relay, fromHex(name));
  const way = (from: string) => expand(sha512, root, utf8(`roomcp relay from the ${from}${aes ? ", AES" : ""}`), 32) as Bytes;
  const [mine, theirs] = base.polite ? [way("initiator"), way("responder")] : [way("responder"), way("initiator")];
  return [{ at: "up", base, name, madeOf: base, tries: 0, serial: serial + 1 }, [{ do: "use", keys: { aes, mine, theirs } }]];
}
