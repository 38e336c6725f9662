// roomcp chat: what people say in a room, line by line, also in a pipe.
import { randomHex } from "../edges/random.ts";
import { mayHear } from "../protocol/delivery.ts";
import { messageMax } from "../protocol/limits.ts";
import { namesOf } from "../protocol/names-shown.ts";
import type { Peer } from "../protocol/peer-state.ts";
import type { PeerId } from "../protocol/signal.ts";
import { type Command, exit, type Io, type Option } from "./command.ts";
import { Failed, misused } from "./failed.ts";
import { readFlags } from "./flags.ts";
import { json, name, nicknameOf } from "./flags-of-visits.ts";
import { tellPeople } from "./people.ts";
import { readRoomLink } from "./room-link.ts";
import { type Teller, teller } from "./teller.ts";
import { type Visit, visiting } from "./visit.ts";

const to: Option<string> = {
  flag: "to",
  says: "say everything to one person alone; a line at the terminal may begin with /to NAME instead",
  read: (text) => text,
  value: "",
};

const flags = { to, name, json };

export const command: Command = {
  name: "chat",
  summary: "talk with the people of a room",
  usage: "[options] ROOM",
  flags,
  more: `Each line of standard input is a message; what others say goes to standard output. At the end of input it waits until everybody
who is there has it, and leaves:  echo done | roomcp chat ROOM`,
  async run(argv, io) {
    const { values, rest } = readFlags(flags, argv, { env: io.env });
    const [room = "", more] = rest;
    if (more !== undefined) throw misused("argument-unexpected", { name: more });
    const link = readRoomLink(room);
    const tell = teller(io, values.json);
    const nickname = nicknameOf(values.name, io);
    return await visiting({ link, nickname, purpose: "chat", into: "nowhere", io, tell }, (visit) => talk(visit, tell, io, values.to));
  },
};

async function talk(visit: Visit, tell: Teller, io: Io, toName: string) {
  const nameOf = tellPeople(visit, tell);
  tellLog(visit, tell, nameOf);
  await visit.until(({ me }) => me);
  const only = toName === "" ? undefined : await arrival(visit, toName);
  const said: string[] = [];
  const reading = readLines(io, (line) => {
    const { to, text } = only === undefined && io.terminal.input ? addressed(visit.peer.state, line) : { to: only, text: line };
    if (to === "nobody") return tell.note(tell.because("person-missing", { name: text }), { event: "not-said", failure: "person-missing" });
    for (const each of messagesOf(text)) said.push(say(visit, each, to));
  });
  await Promise.race([reading, visit.until(() => undefined), failing(tell)]);
  if (said.length > 0) await delivered(visit, tell, said);
  await tell.flushed();
  return exit.ok;
}

/** Rejects when nobody reads what is told any more. */
function failing(tell: Teller): Promise<never> {
  return new Promise((_, reject) => {
    const look = setInterval(() => tell.flushed().catch(reject), 500);
    look.unref();
  });
}

function tellLog(visit: Visit, tell: Teller, nameOf: (id: string) => string): void {
  const told = new Set<string>();
  visit.watch(({ chat, me }) => {
    for (const entry of chat.log) {
      if (entry.kind !== "said" || entry.from === me || told.has(`${entry.from}/${entry.id}`)) continue;
      told.add(`${entry.from}/${entry.id}`);
      const { from, text, at } = entry;
      // Whoever remembers something for another may call them as they like.
      const name = entry.toldBy === undefined ? nameOf(from) : entry.nickname;
      const direct = entry.to !== undefined;
      tell.result(spoken(direct ? `${name} ${tell.say("only-you")}` : name, text), {
        event: "message",
        peer: from,
        name,
        text,
        at,
        direct,
      });
    }
  });
}

/** Only what stands at the beginning of a line is somebody's name. */
export function spoken(name: string, text: string): string {
  return `${name}: ${text.replaceAll("\n", "\n  ")}`;
}

function say({ peer }: Visit, text: string, to: PeerId | undefined): string {
  // What is meant for one must not go to all, nor seem to have gone anywhere.
  if (to !== undefined && !peer.state.people.has(to)) throw new Failed("person-left");
  const id = randomHex();
  peer.send({ on: "say", id, at: Date.now(), text, ...(to === undefined ? {} : { to }) });
  return id;
}

/** Waits until somebody of this name is here. */
async function arrival(visit: Visit, name: string): Promise<PeerId> {
  const late = Bun.sleep(deliverWithinMs).then(() => {
    throw new Failed("person-missing", { name }, exit.unreachable);
  });
  return await Promise.race([visit.until((peer) => whoIs(peer, name)), late]);
}

function whoIs(peer: Peer, name: string): PeerId | undefined {
  return [...namesOf(peer)].find(([id, each]) => id !== peer.me && each === name)?.[0];
}

/** `/to NAME text` is for the one with the longest name that fits; a line that begins so is never said to all. */
export function addressed(peer: Peer, line: string): { readonly to: PeerId | "nobody" | undefined; readonly text: string } {
  if (!line.startsWith("/to ")) return { to: undefined, text: line };
  const rest = line.slice(4).trimStart();
  const [best] = [...namesOf(peer)]
    .filter(([id, name]) => id !== peer.me && rest.startsWith(`${name} `))
    .sort(([, a], [, b]) => b.length - a.length);
  return best === undefined ? { to: "nobody", text: rest } : { to: best[0], text: rest.slice(best[1].length + 1) };
}

/** A line may be longer than a message. */
function messagesOf(line: string): readonly string[] {
  const characters = [...line.replace(/\r$/, "")];
  if (characters.join("").trim() === "") return [];
  const messages: string[] = [];
  for (let from = 0; from < characters.length; from += messageMax) messages.push(characters.slice(from, from + messageMax).join(""));
  return messages;
}

async function readLines(io: Io, hear: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let left = "";
  for await (const bytes of io.input()) {
    const lines = (left + decoder.decode(bytes, { stream: true })).split("\n");
    left = lines.pop() ?? "";
    for (const line of lines) hear(line);
  }
  if (left !== "") hear(left);
}

/** So long somebody who is listed may take to become reachable. */
const deliverWithinMs = 30_000;

/** Waits until all who are here have what was said. */
async function delivered(visit: Visit, tell: Teller, said: readonly string[]): Promise<void> {
  // Nobody was here when it was said, so nobody waits for it, and nobody has it.
  if (![...visit.peer.state.people.values()].some(mayHear)) throw new Failed("room-empty", {}, exit.unreachable);
  const all = (peer: Peer) => (said.every((id) => !isWaitingFor(peer, id)) ? true : undefined);
  const late = Bun.sleep(deliverWithinMs).then(() => {
    throw new Failed("not-delivered");
  });
  await Promise.race([visit.until(all), late]);
  tell.note(undefined, { event: "delivered", messages: said.length });
}

function isWaitingFor({ chat, people }: Peer, id: string): boolean {
  return [...chat.waiting].some(([peer, ids]) => {
    const person = people.get(peer);
    return person !== undefined && mayHear(person) && ids.includes(id);
  });
}
