// What the page says of pipes: of what curl sends into the room, and of a share of mine that curl may have.

import { pipeFailureKey } from "../../protocol/pipe-failure.ts";
import type { Piped } from "../../protocol/pipe-word.ts";
import type { Allowed, Piping } from "../../protocol/piping.ts";
import type { PeerId } from "../../protocol/signal.ts";
import type { PipeWords } from "../../protocol/words/host/en.ts";
import type { Measures } from "../../protocol/words/measure.ts";
import type { Say } from "../../protocol/words.ts";
import { visible } from "../ui/visible.ts";

export type PipeShown = {
  readonly key: string;
  readonly name: string;
  readonly size: string;
  readonly state: "available" | "receiving" | "taken" | "complete" | "failed";
  readonly line: string;
  /** Where to get it; empty if I cannot. */
  readonly href: string;
  readonly over: boolean;
};

export type SayPipes = Say<keyof PipeWords>;

/** How to put things, and where they are. `room`: the room's address without its fragment. */
export type Telling = {
  readonly room: string;
  readonly me: PeerId | undefined;
  readonly names: ReadonlyMap<PeerId, string>;
  readonly say: SayPipes;
  readonly measures: Measures;
};

export function pipesShown({ pipes, ticket }: Piping, telling: Telling): readonly PipeShown[] {
  return [...pipes.values()].map((piped) => ({
    key: piped.pipe,
    name: visible(piped.name),
    size: piped.size === undefined ? "" : telling.measures.bytes(piped.size),
    href: piped.at === "offered" && ticket !== undefined ? `${linkOf(telling.room, piped.pipe)}.${ticket}` : "",
    over: piped.at === "over",
    ...stateOf(piped, telling),
  }));
}

function stateOf(piped: Piped, { me, names, say }: Telling): Pick<PipeShown, "state" | "line"> {
  if (piped.at === "offered") return { state: "available", line: say("pipe.waits") };
  const mine = piped.by === me;
  const name = names.get(piped.by ?? "") ?? say("pipe.someone");
  if (piped.at === "taken")
    return mine ? { state: "receiving", line: say("pipe.mine") } : { state: "taken", line: say("pipe.taken", { name }) };
  if (piped.why === undefined)
    return mine ? { state: "complete", line: say("pipe.whole-mine") } : { state: "taken", line: say("pipe.whole", { name }) };
  const why = say(pipeFailureKey(piped.why));
  return { state: "failed", line: say(mine ? "pipe.failed-mine" : "pipe.failed", { why }) };
}

/** Where a pipe's bytes are. */
export function linkOf(room: string, pipe: string): string {
  return `${room}/f/${pipe}`;
}

/** What somebody types to get a share of mine. */
export function commandOf(room: string, { pipe }: Allowed): string {
  return `curl -OJ '${linkOf(room, pipe)}'`;
}

/** What became of it so far. */
export function progressOf({ run, times, why }: Allowed, { say, measures }: Pick<Telling, "say" | "measures">): string {
  if (run !== undefined) {
    const { done, total } = run;
    return say("pipe.going", { percent: measures.percent(done, total), done: measures.bytes(done), total: measures.bytes(total) });
  }
  const sent = times > 0 ? say("pipe.sent", { n: times }) : say("pipe.nobody-yet");
  return why === undefined ? sent : `${times > 0 ? `${sent} ` : ""}${say("pipe.broken", { why: say(pipeFailureKey(why)) })}`;
}
