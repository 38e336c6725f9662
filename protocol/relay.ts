// The machine of one relayed path: how two people who share a key come to talk through the server's relay. The one who greeted says `hello` with
// random bytes, the other `answer`s with theirs, and both make fresh keys of it; the one who was greeted may only say that they are `ready`.
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha512 } from "@noble/hashes/sha2.js";
import * as v from "valibot";
import { fromHex, toHex, utf8 } from "./bytes.ts";
import { relayAgainMs, relayWordMax } from "./limits.ts";
import type { Sealing } from "./sealing.ts";
import { parseJson } from "./signal.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const Hex32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const RelayWord = v.variant("type", [
  /** `up`: I have a path to you, and you may have lost it. */
  v.object({ type: v.literal("ready"), conversation: Hex32, up: v.boolean() }),
  v.object({ type: v.literal("hello"), conversation: Hex32, nonce: Hex32, aes: v.boolean() }),
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

/** `base`: the latest that both are known to have; `name`: of this path, made of both sides' random bytes. */
export type Relay = { readonly base?: Base } & (
  | { readonly at: "down" }
  | { readonly at: "greeting"; readonly nonce: string; readonly base: Base }
  | { readonly at: "up"; readonly name: string; readonly with: Base }
);

export type RelayEvent =
  | { on: "proven"; base: Base }
  /** My socket is open, or lost. */
  | { on: "opened" }
  | { on: "closed" }
  /** They have no socket to the relay. */
  | { on: "absent" }
  | { on: "said"; word: RelayWord }
  /** Something did not open, or there was too much of it. */
  | { on: "broken" }
  | { on: "again" };

export type RelayEffect =
  | { do: "say"; word: RelayWord }
  | { do: "use"; keys: RelayKeys }
  | { do: "stop" }
  | { do: "wake"; afterMs: number };

/** `open`: my socket is; `aes`: this browser has AES-GCM; `fresh`: secret random bytes that no other step gets. */
export type RelayHere = { readonly open: boolean; readonly aes: boolean; readonly fresh: (bytes: number) => Bytes };

type Stepped = readonly [Relay, readonly RelayEffect[]];

export const noRelay: Relay = { at: "down" };
const nonceBytes = 16;

export function stepRelay(relay: Relay, event: RelayEvent, here: RelayHere): Stepped {
  switch (event.on) {
    case "proven": {
      if (relay.base?.conversation === event.base.conversation) return [relay, []];
      const next = { ...relay, base: event.base };
      if (relay.at !== "up") return begin(next, here);
      // A path that is up stays: its keys are its own. But they may be on a new page, and their greeting came too early.
      const { conversation, polite } = event.base;
      return [next, here.open && !polite ? [{ do: "say", word: { type: "ready", conversation, up: true } }] : []];
    }
    case "opened":
      return begin(relay, here);
    case "closed":
    case "absent":
      return down(relay);
    case "said":
      return said(relay, event.word, here);
    case "broken": {
      const [next, effects] = down(relay);
      return relay.at === "up" ? [next, [...effects, { do: "wake", afterMs: relayAgainMs }]] : [relay, []];
    }
    case "again":
      return relay.at === "down" ? begin(relay, here) : [relay, []];
    default:
      return event satisfies never;
  }
}

function begin(relay: Relay, { open, aes, fresh }: RelayHere): Stepped {
  const { base } = relay;
  if (!open || base === undefined) return [relay, []];
  const [, stop] = down(relay);
  const { conversation } = base;
  if (!base.polite) return [{ at: "down", base }, [...stop, { do: "say", word: { type: "ready", conversation, up: false } }]];
  const nonce = toHex(fresh(nonceBytes));
  return [{ at: "greeting", base, nonce }, [...stop, { do: "say", word: { type: "hello", conversation, nonce, aes } }]];
}

function down({ at, base }: Relay): Stepped {
  return [{ at: "down", ...(base === undefined ? {} : { base }) }, at === "up" ? [{ do: "stop" }] : []];
}

function said(relay: Relay, word: RelayWord, here: RelayHere): Stepped {
  const { base } = relay;
  if (base?.conversation !== word.conversation || !here.open) return [relay, []];
  const { conversation } = base;
  switch (word.type) {
    case "ready":
      return base.polite && !(word.up && relay.at === "up") ? begin(relay, here) : [relay, []];
    case "hello": {
      if (base.polite) return [relay, []];
      const nonce = toHex(here.fresh(nonceBytes));
      const [next, effects] = up(base, word.nonce, nonce, here.aes && word.aes);
      return [next, [{ do: "say", word: { type: "answer", conversation, nonce, to: word.nonce, aes: here.aes } }, ...effects]];
    }
    case "answer":
      if (relay.at !== "greeting" || word.to !== relay.nonce) return [relay, []];
      return up(base, relay.nonce, word.nonce, here.aes && word.aes);
    default:
      return word satisfies never;
  }
}

/** Keys for this path alone, out of the pair's key and both sides' random bytes (HKDF, RFC 5869). */
function up(base: Base, initiators: string, responders: string, aes: boolean): Stepped {
  const name = initiators + responders;
  const root = extract(sha512, base.sealing.relay, fromHex(name));
  const way = (from: string) => expand(sha512, root, utf8(`roomcp relay from the ${from}${aes ? ", AES" : ""}`), 32) as Bytes;
  const [mine, theirs] = base.polite ? [way("initiator"), way("responder")] : [way("responder"), way("initiator")];
  return [{ at: "up", base, name, with: base }, [{ do: "use", keys: { aes, mine, theirs } }]];
}
