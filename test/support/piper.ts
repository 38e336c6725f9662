// Somebody in an open room who hears of pipes, without a browser.
import { type PipeAsk, type Piped, type PipeWord, readPipeWord } from "../../protocol/pipe-word.ts";
import { connect, joinWith, tokenOf } from "./conversation.ts";

export type Piper = {
  /** The next word about pipes. */
  next(): Promise<PipeWord>;
  /** Waits until something is offered; returns where to get it. */
  offered(): Promise<{ readonly link: string; readonly piped: Piped }>;
  /** Waits until something is over; returns how. */
  over(): Promise<Extract<Piped, { at: "over" }>>;
  asks(word: PipeAsk): void;
  /** Where a pipe's bytes are, or go. */
  linkTo(pipe: string): string;
  drop(): Promise<void>;
};

export async function piperIn(url: string, room: string, number = 1): Promise<Piper> {
  const peer = await connect(url, room);
  peer.send({ ...joinWith(tokenOf(number)), open: true });
  const next = async (): Promise<PipeWord> => {
    for (;;) {
      const message = await peer.next();
      if (message.type !== "pipe") continue;
      const word = readPipeWord(message.word);
      if (word === undefined) throw new Error(`not in our words: ${JSON.stringify(message.word)}`);
      return word;
    }
  };
  const here = await next();
  if (here.is !== "here") throw new Error(`not welcome to pipes: ${JSON.stringify(here)}`);
  const linkTo = (pipe: string) => `${url}/r/${encodeURIComponent(room)}/f/${pipe}`;
  const piped = async <At extends Piped["at"]>(at: At) => {
    for (;;) {
      const word = await next();
      if (word.is === "piped" && word.piped.at === at) return word.piped as Extract<Piped, { at: At }>;
    }
  };
  return {
    next,
    async offered() {
      const offered = await piped("offered");
      return { link: `${linkTo(offered.pipe)}.${here.ticket}`, piped: offered };
    },
    over: () => piped("over"),
    asks: (word) => peer.send({ type: "pipe", word }),
    linkTo,
    drop: peer.drop,
  };
}
