// The machine of a peer's one socket to the relay: opened with what each welcome lends, and again after a loss.
import { backoffMs } from "./backoff.ts";
import { type Failure, failureOfCloseCode, shouldReconnect } from "./failure.ts";
import type { RelayLent } from "./signal.ts";

export type Relaying =
  /** The server lends no relay, or has ended it by name until it says `welcome` again. */
  | { readonly at: "off"; readonly why?: Failure; readonly serial: number }
  | { readonly at: "waiting" | "opening" | "open"; readonly lent: RelayLent; readonly serial: number; readonly losses: number };

export type RelayingEvent =
  /** The server has said `welcome`. */
  | { on: "welcomed"; lent: RelayLent | undefined }
  | { on: "opened" }
  /** @param chance a random number in [0, 1) */
  | { on: "closed"; code: number; chance: number }
  | { on: "woke"; serial: number };

export type RelayingEffect =
  /** Opens the socket, and ends the one before. */
  { do: "open"; ticket: string } | { do: "close" } | { do: "wake"; afterMs: number; serial: number };

type Stepped = readonly [Relaying, readonly RelayingEffect[]];

export const noRelaying: Relaying = { at: "off", serial: 0 };

export function stepRelaying(now: Relaying, event: RelayingEvent): Stepped {
  switch (event.on) {
    case "welcomed":
      // Where the one socket was lost, the other may be dead and not know it.
      if (event.lent !== undefined) return open({ lent: event.lent, serial: now.serial, losses: 0 });
      return [{ at: "off", serial: now.serial + 1 }, now.at === "off" ? [] : [{ do: "close" }]];
    case "opened":
      return now.at === "opening" ? [{ ...now, at: "open", losses: 0 }, []] : [now, []];
    case "closed":
      return closed(now, event.code, event.chance);
    case "woke":
      return now.at === "waiting" && event.serial === now.serial ? open(now) : [now, []];
    default:
      return event satisfies never;
  }
}

function open({ lent, serial, losses }: Pick<Extract<Relaying, { lent: RelayLent }>, "lent" | "serial" | "losses">): Stepped {
  return [{ at: "opening", lent, serial: serial + 1, losses }, [{ do: "open", ticket: lent.ticket }]];
}

function closed(now: Relaying, code: number, chance: number): Stepped {
  if (now.at === "off" || now.at === "waiting") return [now, []];
  const why = failureOfCloseCode(code);
  const serial = now.serial + 1;
  if (why !== undefined && !shouldReconnect(code)) return [{ at: "off", why, serial }, []];
  const afterMs = backoffMs(now.losses, chance);
  return [{ at: "waiting", lent: now.lent, serial, losses: now.losses + 1 }, [{ do: "wake", afterMs, serial }]];
}
