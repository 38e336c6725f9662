// Who comes, who goes, and how each is reached, as a terminal tells it.
import { isProgress } from "../edges/news.ts";
import { namesOf } from "../protocol/names-shown.ts";
import { type Peer, type Person, prefersRelay } from "../protocol/peer-state.ts";
import type { PeerId } from "../protocol/signal.ts";
import { detailsWords } from "../protocol/words/details/all.ts";
import { symbolOf } from "../protocol/words/symbols.ts";
import type { Teller } from "./teller.ts";
import type { Visit } from "./visit.ts";

type Seen = { readonly name: string; readonly path?: string; readonly symbols?: string; readonly why?: string };

/** A direct path mostly follows the relay at once; that it was not there for so long is no news. In milliseconds. */
const directWithinMs = 1_500;

/** Tells of people from now on. @returns what to call somebody */
export function tellPeople(visit: Visit, tell: Teller): (id: PeerId) => string {
  let names: ReadonlyMap<PeerId, string> = new Map();
  let seen: ReadonlyMap<PeerId, Seen> = new Map();
  let online = true;
  /** Since when somebody is relayed. */
  const relayed = new Map<PeerId, number>();

  const look = (peer: Peer) => {
    names = namesOf(peer, names);
    const now = performance.now();
    for (const { id, contact } of peer.people.values()) {
      if (contact?.over !== "relay") relayed.delete(id);
      else if (!relayed.has(id)) {
        relayed.set(id, now);
        setTimeout(() => look(visit.peer.state), directWithinMs);
      }
    }
    const isNews = ({ id }: Person) => now - (relayed.get(id) ?? 0) >= directWithinMs || prefersRelay(peer);
    seen = lookAt(peer, names, seen, tell, isNews);
  };
  visit.watch((peer, because) => {
    // Bytes that come or go tell nothing of people, and do so a hundred times a second.
    if (isProgress(because)) return;
    look(peer);
    const isOnline = peer.signalling.at === "online" || peer.me === undefined;
    if (isOnline !== online) {
      const event = isOnline ? "online" : "offline";
      tell.note(tell.say(isOnline ? "server-back" : "lost-server"), { event });
    }
    online = isOnline;
  });
  return (id) => names.get(id) ?? tell.say("somebody");
}

function lookAt(
  peer: Peer,
  names: ReadonlyMap<PeerId, string>,
  seen: ReadonlyMap<PeerId, Seen>,
  tell: Teller,
  isNews: (person: Person) => boolean,
): ReadonlyMap<PeerId, Seen> {
  const now = new Map<PeerId, Seen>();
  for (const person of peer.people.values()) {
    const name = names.get(person.id);
    const before = seen.get(person.id);
    const see = seenOf(person, name ?? tell.say("somebody"), tell, isNews(person));
    now.set(person.id, before !== undefined && see.path === undefined ? { ...see, ...pathOf(before) } : see);
    const who = { peer: person.id, name: see.name };
    if (see.path !== undefined && see.path !== before?.path)
      tell.note(tell.say(see.path === "relay" ? "relayed" : "direct", { name: see.name }), {
        ...{ event: "person", ...who, path: see.path === "relay" ? "relayed" : "direct" },
      });
    if (see.symbols !== undefined && see.symbols !== before?.symbols)
      tell.note(tell.say("compare", { name: see.name, symbols: see.symbols }), {
        event: "compare",
        ...who,
        symbols: see.symbols.split(", "),
      });
    if (see.why !== undefined && see.why !== before?.why)
      tell.note(tell.say("unreachable", { name: see.name, why: see.why }), { event: "unreachable", ...who, says: see.why });
  }
  for (const [id, { name, path }] of seen)
    if (!now.has(id) && path !== undefined) tell.note(tell.say("left", { name }), { event: "left", peer: id, name });
  return now;
}

/** A path that is lost for a moment and comes back the same is no news. */
function pathOf({ path }: Seen) {
  return path === undefined ? {} : { path };
}

function seenOf(person: Person, name: string, tell: Teller, isNews: boolean): Seen {
  const { contact, intro, comparison, link } = person;
  const path = isNews && contact?.met && intro !== undefined ? { path: contact.over } : {};
  const symbols = comparison?.at === "ready" ? { symbols: comparison.symbols.map((each) => symbolShown(each, tell)).join(", ") } : {};
  const isLost = contact === undefined && link.at === "unreachable" && link.tries !== 1;
  return { name, ...path, ...symbols, ...(isLost ? { why: tell.because(link.why) } : {}) };
}

function symbolShown(number: number, { language }: Teller): string {
  const { emoji, name } = symbolOf(number, detailsWords[language].symbols);
  return `${emoji} ${name}`;
}
