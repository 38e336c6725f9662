// The machine of a peer's one socket: joining, beats, and coming back after a loss.
import { backoffMs } from "./backoff.ts";
import { type Failure, failureOfCloseCode, shouldReconnect } from "./failure.ts";
import { beatEveryMs, beatWithinMs, protocolVersion } from "./limits.ts";
import type { FromPeer, FromServer } from "./signal.ts";

type At =
  /** `why`: what the server said no with, if it was the server. */
  | { readonly at: "waiting"; readonly why?: Failure }
  | { readonly at: "opening" }
  | { readonly at: "joining" }
  | { readonly at: "online"; readonly beat: "due" | "asked" }
  /** The server said no, and asking again would not help. */
  | { readonly at: "ended"; readonly why: Failure };

/** `pass`: lets me back into a room that a restarted server has forgotten. */
export type Signalling = At & Lasting & { readonly serial: number; readonly losses: number };
/** `open`: I know of no secret of the room. */
type Lasting = { readonly token: string; readonly open: boolean; readonly pass?: string };

export type SignallingEvent =
  | { on: "opened" }
  | { on: "heard"; message: FromServer }
  /** @param chance a random number in [0, 1), so that a thousand peers do not come back in the same instant */
  | { on: "closed"; code: number; chance: number }
  | { on: "woke"; serial: number }
  /** The browser says that the network is back, or the page woke from sleep. */
  | { on: "hurry" }
  | { on: "leave" };

export type SignallingEffect =
  | { do: "open" }
  | { do: "send"; message: FromPeer }
  | { do: "close" }
  | { do: "wake"; afterMs: number; serial: number };

type Stepped = readonly [Signalling, readonly SignallingEffect[]];

export function beginSignalling(token: string, isOpen: boolean): Stepped {
  return open({ token, open: isOpen, serial: 0, losses: 0 });
}

/** S9: a server that does not answer in time is taken for lost, whatever the browser still hopes. */
function open(now: Lasting & Pick<Signalling, "serial" | "losses">): Stepped {
  const [opening, effects] = wait({ at: "opening", ...lasting(now) }, beatWithinMs);
  return [opening, [{ do: "open" }, ...effects]];
}

export function stepSignalling(now: Signalling, event: SignallingEvent): Stepped {
  switch (event.on) {
    case "opened":
      return now.at === "opening" ? opened(now) : [now, []];
    case "heard":
      return heard(now, event.message);
    case "closed":
      return closed(now, event.code, event.chance);
    case "woke":
      return event.serial === now.serial ? woke(now) : [now, []];
    case "hurry":
      return hurry(now);
    case "leave":
      return now.at === "online" ? [now, [{ do: "send", message: { type: "leave" } }]] : [now, []];
    default:
      return event satisfies never;
  }
}

function opened(now: Signalling): Stepped {
  const [next, effects] = wait({ ...now, at: "joining" }, beatWithinMs);
  return [next, [{ do: "send", message: join(now) }, ...effects]];
}

function join({ token, pass, open }: Signalling): FromPeer {
  return { type: "join", version: protocolVersion, token, ...(open ? { open } : {}), ...(pass === undefined ? {} : { pass }) };
}

/** What outlives a lost socket. */
function lasting({ token, open, pass, serial, losses }: Lasting & Pick<Signalling, "serial" | "losses">) {
  return { token, open, ...(pass === undefined ? {} : { pass }), serial, losses };
}

/** Whatever the server says shows that it lives. */
function heard(now: Signalling, message: FromServer): Stepped {
  if (message.type === "welcome" && now.at === "joining") {
    const { pass } = message;
    return beatLater({ ...now, ...(pass === undefined ? {} : { pass }), at: "online", beat: "due", losses: 0 });
  }
  if (now.at === "online" && now.beat === "asked") return beatLater({ ...now, beat: "due" });
  return [now, []];
}

function beatLater(now: Signalling): Stepped {
  return wait(now, beatEveryMs);
}

function closed(now: Signalling, code: number, chance: number): Stepped {
  if (now.at === "ended" || now.at === "waiting") return [now, []];
  const why = failureOfCloseCode(code);
  const { serial, losses } = now;
  if (why !== undefined && !shouldReconnect(code)) return [{ at: "ended", why, ...lasting(now), serial: serial + 1 }, []];
  const waiting = { at: "waiting", ...(why === undefined ? {} : { why }), ...lasting(now), losses: losses + 1 } as const;
  return wait(waiting, backoffMs(losses, chance));
}

function woke(now: Signalling): Stepped {
  if (now.at === "waiting") return open(now);
  if (now.at === "opening" || now.at === "joining") return [now, [{ do: "close" }]];
  if (now.at !== "online") return [now, []];
  if (now.beat === "asked") return [now, [{ do: "close" }]];
  return ask(now);
}

function ask(now: Extract<Signalling, { at: "online" }>): Stepped {
  const [next, effects] = wait({ ...now, beat: "asked" }, beatWithinMs);
  return [next, [{ do: "send", message: { type: "beat" } }, ...effects]];
}

function hurry(now: Signalling): Stepped {
  if (now.at === "waiting") return open({ ...now, losses: 0 });
  return now.at === "online" && now.beat === "due" ? ask(now) : [now, []];
}

function wait(now: Signalling, afterMs: number): Stepped {
  const serial = now.serial + 1;
  return [{ ...now, serial }, [{ do: "wake", afterMs, serial }]];
}
