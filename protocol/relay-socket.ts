// The machine of a peer's one socket to the relay: opened with what each welcome lends, and again after a loss.
import { backoffMs } from "./backoff.ts";
import { type Failure, failureOfCloseCode, shouldReconnect } from "./failure.ts";
import { relaySettledMs } from "./limits.ts";
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
    };

export type RelaySocketEvent =
  /** The server has said `welcome`. */
  | { on: "welcomed"; lent: RelayLent | undefined }
  | { on: "opened" }
  /** @param chance a random number in [0, 1) */
  | { on: "closed"; code: number; chance: number }
  | { on: "woke"; serial: number };

export type RelaySocketEffect =
  /** Opens the socket, and ends the one before. */
  { do: "open"; ticket: string } | { do: "close" } | { do: "wake"; afterMs: number; serial: number };

type Stepped = readonly [RelaySocket, readonly RelaySocketEffect[]];

export const noRelaySocket: RelaySocket = { at: "off", serial: 0 };

/** L14: the host wants it used also where a direct link would do. */
export function prefersRelay(socket: RelaySocket): boolean {
  return socket.at !== "off" && socket.lent.prefers;
}

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
    case "woke":
      return event.serial === now.serial ? woke(now) : [now, []];
    default:
      return event satisfies never;
  }
}

function open(from: Omit<Extract<RelaySocket, { lent: RelayLent }>, "at">): Stepped {
  return [{ ...from, at: "opening", serial: from.serial + 1 }, [{ do: "open", ticket: from.lent.ticket }]];
}

/** It may be ended as soon as the ticket was read; only a socket that stays was worth opening. */
function opened(now: Extract<RelaySocket, { lent: RelayLent }>): Stepped {
  const { why: _, ...rest } = now;
  const serial = now.serial + 1;
  return [{ ...rest, at: "open", serial }, [{ do: "wake", afterMs: relaySettledMs, serial }]];
}

function woke(now: RelaySocket): Stepped {
  if (now.at === "waiting") return open(now);
  return now.at === "open" ? [{ ...now, losses: 0 }, []] : [now, []];
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
