// Do bytes go through the server's relay? Two guests of one room, both in this program, pass each other some, sealed, as people do.

import type { Control } from "../protocol/channel.ts";
import { type Failure, failureOfCloseCode } from "../protocol/failure.ts";
import { partBytes, relayWindowBytesMax } from "../protocol/limits.ts";
import type { RelayEvent, RelayKeys } from "../protocol/relay.ts";
import type { Guest } from "./guest.ts";
import { randomHex } from "./random.ts";
import { relayEdge } from "./relay.ts";
import { relaySeal } from "./relay-seal.ts";
import { within } from "./within.ts";

/** Bytes that are passed at the most, and milliseconds after which no more are. What is on its way then has as long again. */
const bytesMax = 4 * 2 ** 20;
const passMs = 3_000;
const patienceMs = 8_000;
/** Bytes that are on their way at first; as many more as have come, up to what two people have. */
const windowFirst = 2 * partBytes;
/** How long the other one is waited for before they are called again. */
const callAgainMs = 100;
const rounds = 5;

type Bytes = Uint8Array<ArrayBuffer>;

/** Times in milliseconds, rates in bytes per second. */
export type RelayFound =
  | { readonly at: "passed"; readonly ms: number; readonly bytes: number; readonly rate: number }
  | { readonly at: "off" | "silent" }
  | { readonly at: "refused"; readonly why: Failure };

export async function tryRelay(guests: readonly [Guest, Guest], url: string): Promise<RelayFound> {
  const [caller, callee] = guests.map(({ welcome }) => welcome);
  if (caller?.relay === undefined || callee?.relay === undefined) return { at: "off" };
  const ended = Promise.withResolvers<Failure | undefined>();
  const ends = { here: openEnd(url, ended.resolve), there: openEnd(url, ended.resolve) };
  try {
    ends.here.open(caller.relay.ticket);
    ends.there.open(callee.relay.ticket);
    const passed = passAll(ends, { here: caller.you, there: callee.you });
    const outcome = await within(Promise.race([passed, ended.promise]), 3 * patienceMs);
    if (typeof outcome === "object") return outcome;
    return outcome === undefined ? { at: "silent" } : { at: "refused", why: outcome };
  } finally {
    ends.here.close();
    ends.there.close();
  }
}

type End = ReturnType<typeof openEnd>;

/** One of the two, on a socket of its own. @param ended told of the socket's end, and why */
function openEnd(url: string, ended: (why: Failure | undefined) => void) {
  const opened = Promise.withResolvers<void>();
  const end = {
    relay: (_: RelayEvent) => {},
    control: (_: Control) => {},
    frame: (_: ArrayBuffer) => {},
  };
  const edge = relayEdge({
    ...{ url, sealing: relaySeal },
    report: {
      socket: (event) => {
        if (event.on === "opened") opened.resolve();
        if (event.on === "closed") ended(failureOfCloseCode(event.code));
      },
      relay: (_, event) => end.relay(event),
      control: (_, message) => end.control(message),
      frame: (_, frame) => end.frame(frame),
      drained: () => {},
    },
  });
  return {
    ...{ edge, end, opened: opened.promise },
    open: (ticket: string) => edge.socket({ do: "open", ticket }),
    close: () => edge.socket({ do: "close" }),
  };
}

type Ids = { readonly here: string; readonly there: string };

async function passAll({ here, there }: { here: End; there: End }, ids: Ids): Promise<RelayFound | undefined> {
  await Promise.all([here.opened, there.opened]);
  await called(here, there, ids);
  const [one, other] = [random(32), random(32)];
  const aes = crypto.subtle !== undefined;
  const use = (end: End, peer: string, keys: RelayKeys) => end.edge.act(peer, { do: "use", keys });
  use(here, ids.there, { aes, mine: one, theirs: other });
  use(there, ids.here, { aes, mine: other, theirs: one });
  const ms = await fastestRoundTrip(here, there, ids);
  const { bytes, rate } = await throughput(here, there, ids.there);
  return bytes === 0 ? undefined : { at: "passed", ms, bytes, rate };
}

/** The server may know of the other's socket a moment later than the browser does. */
function called(here: End, there: End, ids: Ids): Promise<void> {
  const call = () => here.edge.act(ids.there, { do: "say", word: { type: "ready", conversation: randomHex(), up: false } });
  return new Promise((resolve) => {
    here.end.relay = ({ on }) => on === "absent" && setTimeout(call, callAgainMs);
    there.end.relay = ({ on }) => on === "said" && resolve();
    call();
  });
}

async function fastestRoundTrip(here: End, there: End, ids: Ids): Promise<number> {
  there.end.control = ({ type }) => type === "ping" && there.edge.tell(ids.here, { type: "pong" });
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const answered = new Promise<void>((resolve) => (here.end.control = ({ type }) => type === "pong" && resolve()));
    const began = performance.now();
    here.edge.tell(ids.there, { type: "ping" });
    await answered;
    fastest = Math.min(fastest, performance.now() - began);
  }
  return fastest;
}

/** Both ends are here, so what has come is known without a word of it. */
function throughput(here: End, there: End, to: string): Promise<{ readonly bytes: number; readonly rate: number }> {
  const chunk = random(partBytes);
  const digest = randomHex(32);
  const began = performance.now();
  let [sent, came, last] = [0, 0, began];
  return new Promise((resolve) => {
    const done = () => resolve({ bytes: came, rate: (1000 * came) / Math.max(1, last - began) });
    const send = () => {
      const goesOn = () => sent < bytesMax && performance.now() - began < passMs;
      while (goesOn() && sent - came < Math.min(relayWindowBytesMax, windowFirst + came)) {
        here.edge.sendPart(to, 0, [0, 0, partBytes], digest, chunk);
        sent += partBytes;
      }
    };
    there.end.frame = () => {
      came += partBytes;
      last = performance.now();
      send();
      if (came === sent) done();
    };
    setTimeout(done, 2 * passMs);
    send();
  });
}

/** `getRandomValues` gives 64 KiB at a time; what is sealed need not be random beyond them. */
function random(bytes: number): Bytes {
  const made = new Uint8Array(bytes);
  crypto.getRandomValues(made.subarray(0, 65_536));
  return made;
}
