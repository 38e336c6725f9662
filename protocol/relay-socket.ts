// The machine of a peer's one socket to the relay: opened with what each welcome lends, and again after a loss.
import { backoffMs } from "./backoff.ts";
import { type Failure, failureOfCloseCode, shouldReconnect } from "./failure.ts";
import { beatEveryMs, relayBeatWithinMs, relaySettledMs } from "./limits.ts";
import type { RelayLent } from "./signal.ts";

export type RelaySocket =
  /** The server lends no relay, or has ended it by name until it says `welcome` again. */
  | { readonly at: "off"; readonly why?: Failure; readonly serial: number }
  /** `why`: it was ended by name the last time, and has not been open since. */
  | {
      readonly at: "waiting" | "opening" | "open";
      readonly lent: RelayLent;
      readonly why?: Failure;
      readonly serial: number;
      readonly losses: number;
      /** Whether it still lives was asked, and nothing has come since. */
      readonly asked?: true;
    };

export type RelaySocketEvent =
  /** The server has said `welcome`. */
  | { on: "welcomed"; lent: RelayLent | undefined }
  | { on: "opened" }
  /** @param chance a random number in [0, 1) */
  | { on: "closed"; code: number; chance: number }
  /** Something came, since it was asked whether the socket lives. */
  | { on: "alive" }
  | { on: "woke"; serial: number };

export type RelaySocketEffect =
  /** Opens the socket, and ends the one before. */
  | { do: "open"; ticket: string }
  | { do: "close" }
  /** Says something that the server answers. */
  | { do: "beat" }
  | { do: "wake"; afterMs: number; serial: number };

type Stepped = readonly [RelaySocket, readonly RelaySocketEffect[]];

export const noRelaySocket: RelaySocket = { at: "off", serial: 0 };

export function stepRelaySocket(now: RelaySocket, event: RelaySocketEvent): Stepped {
  switch (event.on) {
    case "welcomed":
      // Where the one socket was lost, the other may be dead and not know it.
      if (event.lent !== undefined) return open({ lent: event.lent, serial: now.serial, losses: 0 });
      return [{ at: "off", serial: now.serial + 1 }, now.at === "off" ? [] : [{ do: "close" }]];
    case "opened":
      return now.at === "opening" ? opened(now) : [now, []];
    case "closed":
      return closed(now, event.code, event.chance);
    case "alive":
      return now.at === "open" && now.asked === true ? alive(now) : [now, []];
    case "woke":
      return event.serial === now.serial ? woke(now) : [now, []];
    default:
      return event satisfies never;
  }
}

type Lent = Extract<RelaySocket, { lent: RelayLent }>;

function open(from: Omit<Lent, "at">): Stepped {
  const { asked: _, ...rest } = from;
  return [{ ...rest, at: "opening", serial: from.serial + 1 }, [{ do: "open", ticket: from.lent.ticket }]];
}

/** It may be ended as soon as the ticket was read; only a socket that stays was worth opening. */
function opened(now: Lent): Stepped {
  const { why: _, ...rest } = now;
  const serial = now.serial + 1;
  return [{ ...rest, at: "open", serial }, [{ do: "wake", afterMs: relaySettledMs, serial }]];
}

/** L20: a socket that nothing has come over since it was asked is taken for lost, whatever the browser still hopes. */
function woke(now: RelaySocket): Stepped {
  if (now.at === "waiting") return open(now);
  if (now.at !== "open") return [now, []];
  if (now.asked === true) return open(now);
  const serial = now.serial + 1;
  return [{ ...now, asked: true, losses: 0, serial }, [{ do: "beat" }, { do: "wake", afterMs: relayBeatWithinMs, serial }]];
}

function alive(now: Lent): Stepped {
  const { asked: _, ...rest } = now;
  const serial = now.serial + 1;
  return [{ ...rest, serial }, [{ do: "wake", afterMs: beatEveryMs, serial }]];
}

function closed(now: RelaySocket, code: number, chance: number): Stepped {
  if (now.at === "off" || now.at === "waiting") return [now, []];
  const why = failureOfCloseCode(code);
  const serial = now.serial + 1;
  if (why !== undefined && !shouldReconnect(code)) return [{ at: "off", why, serial }, []];
  const afterMs = backoffMs(now.losses, chance);
  const named = why ?? now.why;
  const waiting = { at: "waiting", lent: now.lent, serial, losses: now.losses + 1 } as const;
  return [named === undefined ? waiting : { ...waiting, why: named }, [{ do: "wake", afterMs, serial }]];
}
