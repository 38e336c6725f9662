// What a page does about pipes. Its own bundle, which only servers that lend pipes have their pages load: what must be one with the page, such as its
// signals, is lent and not imported.
import type { Signal } from "@preact/signals-core";
import type { AlpineComponent } from "alpinejs";
import { randomHex } from "../edges/random.ts";
import { pipeFailureKey } from "../protocol/pipe-failure.ts";
import { readPipeWord } from "../protocol/pipe-word.ts";
import { noPiping, type Piping, type PipingEffect, type PipingEvent, stepPiping } from "../protocol/piping.ts";
import { run } from "../protocol/run.ts";
import type { ShareId } from "../protocol/share.ts";
import type { PipeWords } from "../protocol/words/host/en.ts";
import { type Language, sayIn } from "../protocol/words.ts";
import { pipedName } from "./pipe/bytes.ts";
import { carry } from "./pipe/carry.ts";
import { commandOf, linkOf, type PipeShown, pipesShown, progressOf } from "./pipe/shown.ts";
import { copied, copiedMs } from "./ui/copy.ts";
import type { ShareShown } from "./ui/share-shown.ts";
import type { Visit } from "./ui/visit.ts";
import type * as watching from "./ui/watch.ts";

type Pipes = { pipes: readonly PipeShown[]; removePipe(pipe: PipeShown): void };

type Curl = {
  mayAllow: boolean;
  command: string;
  progress: string;
  justCopied: boolean;
  allow(): void;
  forbid(): void;
  copyCommand(): Promise<void>;
  destroy(): void;
};

/** The page's own, with which its components learn of what changes. */
export type Lent = Pick<typeof watching, "watch" | "reuse"> & {
  readonly visit: Visit;
  readonly words: PipeWords;
  readonly language: Language;
  readonly signal: <Value>(value: Value) => Signal<Value>;
};

export function pipeComponents({ visit, words, language, signal, watch, reuse }: Lent) {
  const { facts, measures } = visit;
  const say = sayIn(words, language);
  /** This page's own way to the room; people elsewhere are told the host's. */
  const here = location.pathname.replace(/\/$/, "");
  const carrying = new Map<string, AbortController>();
  const piping = signal<Piping>(noPiping);

  const act = (effect: PipingEffect, send: (event: PipingEvent) => void) => {
    switch (effect.do) {
      case "tell":
        return visit.session.value?.send({ on: "pipe", word: effect.word });
      case "carry":
        return void bring(effect.share, effect.run, send);
      case "drop":
        return carrying.get(effect.run)?.abort();
      case "warn":
        visit.notice.value = say(pipeFailureKey(effect.why));
        return;
      default:
        return effect satisfies never;
    }
  };
  const changed = (state: Piping) => {
    piping.value = state;
  };
  const machine = run({ state: noPiping, step: stepPiping, act, now: () => 0, changed });

  const bring = async (share: ShareId, id: string, send: (event: PipingEvent) => void) => {
    const session = visit.session.value;
    const offered = session?.state.value.offered.get(share)?.share;
    const files = session?.filesOf(share);
    if (offered === undefined || files === undefined) return send({ on: "forbid", share });
    const dropped = new AbortController();
    carrying.set(id, dropped);
    const moved = (done: number, total: number) => send({ on: "moved", run: id, done, total });
    const why = await carry({ url: linkOf(here, id), share: offered, files, dropped: dropped.signal, moved });
    carrying.delete(id);
    send({ on: "over", run: id, ...(why === undefined ? {} : { why }) });
    // The file is not what was shared, for nobody.
    if (why === "pipe-changed") session?.send({ on: "stop-sharing", share, why: "source-changed" });
  };

  watch({}, () => {
    const session = visit.session.value;
    if (session === undefined) return {};
    session.pipes.hear = (raw) => {
      const word = readPipeWord(raw);
      if (word !== undefined) machine.send({ on: "heard", word });
    };
    return {};
  });
  // What is not shared any more is not for curl either.
  watch({}, () => {
    const offered = visit.peer.value?.offered;
    for (const share of machine.state.allowed.keys()) if (offered?.has(share) === false) machine.send({ on: "forbid", share });
    return {};
  });

  const pipes = (): AlpineComponent<Pipes> => ({
    pipes: [],
    init() {
      watch<Pipes>(this, () => {
        const telling = { room: here, me: visit.peer.value?.me, names: visit.names.value, say, measures };
        return { pipes: reuse(this.pipes, pipesShown(piping.value, telling), ({ key }) => key) };
      });
    },
    removePipe: ({ key }) => machine.send({ on: "remove", pipe: key }),
  });

  const curl = ({ id }: ShareShown): AlpineComponent<Curl> => {
    let unwatch = () => {};
    return {
      mayAllow: false,
      command: "",
      progress: "",
      justCopied: false,
      init() {
        unwatch = watch<Curl>(this, () => {
          const { ticket, allowed } = piping.value;
          const mine = allowed.get(id);
          if (mine === undefined) return { mayAllow: ticket !== undefined, command: "", progress: "" };
          return { mayAllow: false, command: commandOf(facts.url, mine), progress: progressOf(mine, { say, measures }) };
        });
      },
      allow() {
        const share = visit.session.value?.state.value.offered.get(id)?.share;
        if (share !== undefined) machine.send({ on: "allow", share: id, pipe: randomHex(), name: pipedName(share) });
      },
      forbid: () => machine.send({ on: "forbid", share: id }),
      async copyCommand() {
        if (!(await copied(this.command))) return;
        this.justCopied = true;
        setTimeout(() => (this.justCopied = false), copiedMs);
      },
      destroy: () => unwatch(),
    };
  };

  return { pipes, curl };
}
