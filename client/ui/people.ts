// The list of people: who they are, and how each can be reached.
import type { AlpineComponent } from "alpinejs";
import { shownLink } from "../../protocol/link.ts";
import type { Peer, Person } from "../../protocol/peer-state.ts";
import { failureKey } from "../../protocol/words.ts";
import { toneOf, type Visit } from "./visit.ts";
import { reuse, watch } from "./watch.ts";

export type PersonShown = {
  readonly id: string;
  readonly name: string;
  readonly tone: string;
  readonly state: "self" | "connecting" | "direct" | "relayed" | "unreachable" | "away";
  readonly how: string;
  readonly why: string;
};

type People = { people: readonly PersonShown[]; alone: boolean };

export function people(visit: Visit): AlpineComponent<People> {
  return {
    people: [],
    alone: false,
    init() {
      watch<People>(this, () => {
        const peer = visit.peer.value;
        const before = this.people;
        const shown = peer === undefined ? [] : peopleShown(peer, visit);
        return { people: reuse(before, shown, ({ id }) => id), alone: peer?.me !== undefined && shown.length < 2 };
      });
    },
  };
}

export function peopleShown(peer: Peer, { say, names }: Pick<Visit, "say" | "names">): readonly PersonShown[] {
  const self: PersonShown = {
    ...{ id: peer.me ?? "self", name: peer.nickname, tone: peer.me === undefined ? "" : toneOf(peer.me) },
    ...{ state: "self", how: say("people.self"), why: "" },
  };
  // Whoever went before they could say who they are is nobody to show.
  const known = [...peer.people.values()].filter((person) => person.intro !== undefined || stateOf(person) !== "away");
  const others = known.map((person): PersonShown => {
    const state = stateOf(person);
    const why = person.link.at === "unreachable" && state === "unreachable" ? say(failureKey(person.link.why)) : "";
    const name = names.value.get(person.id) ?? say("people.nameless");
    return { id: person.id, name, tone: toneOf(person.id), state, how: say(`people.${state}`), why };
  });
  return [self, ...others];
}

export function stateOf(person: Person): Exclude<PersonShown["state"], "self" | "relayed"> {
  const link = shownLink(person.link);
  return link !== "direct" && person.listed !== "here" ? "away" : link;
}
