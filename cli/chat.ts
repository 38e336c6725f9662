// roomcp chat: what people say in a room, line by line, also in a pipe.
import { randomHex } from "../edges/random.ts";
import { messageMax } from "../protocol/limits.ts";
import type { Peer } from "../protocol/peer-state.ts";
import { mayHear } from "../protocol/speaking.ts";
import { type Command, exit, type Io } from "./command.ts";
import { Failed, misused } from "./failed.ts";
import { readFlags } from "./flags.ts";
import { json, name, nicknameOf } from "./flags-of-visits.ts";
import { tellPeople } from "./people.ts";
import { readRoomLink } from "./room-link.ts";
import { type Teller, teller } from "./teller.ts";
import { type Visit, visiting } from "./visit.ts";

const flags = { name, json };

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
    return await visiting({ link, nickname, purpose: "chat", into: "nowhere", io, tell }, (visit) => talk(visit, tell, io));
  },
};

async function talk(visit: Visit, tell: Teller, io: Io) {
  const nameOf = tellPeople(visit, tell);
  tellLog(visit, tell, nameOf);
  await visit.until(({ me }) => me);
  const said: string[] = [];
  const reading = readLines(io, (line) => {
    for (const text of messagesOf(line)) said.push(say(visit, text));
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
      tell.result(spoken(name, text), { event: "message", peer: from, name, text, at });
    }
  });
}

/** Only what stands at the beginning of a line is somebody's name. */
export function spoken(name: string, text: string): string {
  return `${name}: ${text.replaceAll("\n", "\n  ")}`;
}

function say({ peer }: Visit, text: string): string {
  const id = randomHex();
  peer.send({ on: "say", id, at: Date.now(), text });
  return id;
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
