// Somebody who comes into a room of their own in the protocol's words, looks whether the server is there, and leaves.

import { type Failure, failureOfCloseCode } from "../protocol/failure.ts";
import { protocolVersion } from "../protocol/limits.ts";
import type { FromServer } from "../protocol/signal.ts";
import type { SignallingEvent } from "../protocol/signalling.ts";
import { randomHex } from "./random.ts";
import { socketEdge } from "./socket.ts";
import { within } from "./within.ts";

export type Welcome = Extract<FromServer, { type: "welcome" }>;
export type Guest = { readonly welcome: Welcome; beat(): Promise<number | undefined>; leave(): void };

/** How long the server may take, in milliseconds. */
const patienceMs = 8_000;

/** @returns undefined if the server says nothing, or the browser opens no socket; `why` if the server refuses by name */
export async function comeIn(url: string): Promise<Guest | { readonly why: Failure } | undefined> {
  const coming = Promise.withResolvers<Welcome | { why: Failure } | undefined>();
  let beaten: (() => void) | undefined;
  const heard = (event: SignallingEvent) => {
    if (event.on === "opened") act({ do: "send", message: { type: "join", version: protocolVersion, token: randomHex() } });
    if (event.on === "heard" && event.message.type === "welcome") coming.resolve(event.message);
    if (event.on === "heard" && event.message.type === "beat") beaten?.();
    if (event.on !== "closed") return;
    const why = failureOfCloseCode(event.code);
    coming.resolve(why && { why });
  };
  const act = socketEdge({ url, report: heard });
  try {
    act({ do: "open" });
  } catch {
    return undefined;
  }
  const welcome = await within(coming.promise, patienceMs);
  if (welcome === undefined || "why" in welcome) {
    if (welcome === undefined) act({ do: "close" });
    return welcome;
  }
  return {
    welcome,
    /** Milliseconds that the server takes to answer. */
    async beat() {
      const began = performance.now();
      const answered = new Promise<true>((resolve) => (beaten = () => resolve(true)));
      act({ do: "send", message: { type: "beat" } });
      return (await within(answered, patienceMs)) && performance.now() - began;
    },
    leave() {
      act({ do: "send", message: { type: "leave" } });
      act({ do: "close" });
    },
  };
}
