// What is said of the connection to one person, when somebody wants to know: the way it takes, how long and how fast that is.
import type { Signal } from "@preact/signals-core";
import { speedOf } from "../../protocol/line.ts";
import { isPaused } from "../../protocol/pausing.ts";
import { type Peer, type Person, prefersRelay } from "../../protocol/peer-state.ts";
import type { PeerId } from "../../protocol/signal.ts";
import type { WayWords } from "../../protocol/words/details/en.ts";
import type { Say } from "../../protocol/words.ts";
import type { Way } from "../way.ts";
import type { Looks } from "./people.ts";
import type { Speaking, Visit } from "./visit.ts";

/** How often those are asked whose details are open. */
const lookEveryMs = 2_000;

/** Returns what opens the details of somebody, or closes them. */
export function openLooks(visit: Visit, looks: Signal<Looks>, describe: Describe): (id: PeerId) => void {
  const ways = new Map<PeerId, Way | undefined>();
  const speaking = { ...visit, describe };
  const lines: Looks["lines"] = (peer, person) => connectionLines(peer, person, ways.get(person.id), speaking);
  let timer: ReturnType<typeof setInterval> | undefined;
  const look = async () => {
    const session = visit.session.value;
    for (const id of looks.value.open) {
      session?.send({ on: "ping", peer: id });
      ways.set(id, await session?.wayTo(id).catch(() => undefined));
    }
    looks.value = { ...looks.value };
  };
  return (id) => {
    const open = new Set(looks.value.open);
    if (!open.delete(id)) open.add(id);
    looks.value = { open, lines };
    clearInterval(timer);
    if (open.size === 0) return;
    timer = setInterval(look, lookEveryMs);
    void look();
  };
}

/** Says what there is to say of a connection. */
type Describe = Say<keyof WayWords>;
type Describing = Pick<Speaking, "say" | "measures"> & { readonly describe: Describe };

/** @param way what the browser tells of the direct link, if it has told */
export function connectionLines(peer: Peer, { id, contact }: Person, way: Way | undefined, describing: Describing): readonly string[] {
  if (contact === undefined) return [];
  const { measures, describe: say } = describing;
  const direct = contact.over === "direct";
  const trip = (direct ? way?.roundTripMs : undefined) ?? contact.trip?.ms;
  return [
    ...(direct ? directLines(way, say) : [say("relayed")]),
    ...(!direct && prefersRelay(peer) ? [say("prefers")] : []),
    ...(trip === undefined ? [] : [say("round-trip", { time: measures.milliseconds(trip) })]),
    paceLine(peer, id, describing),
  ];
}

function directLines(way: Way | undefined, say: Describe): readonly string[] {
  if (way === undefined) return [];
  const over = [way.over.toUpperCase(), ...(way.family === undefined ? [] : [way.family])].join(", ");
  return [say("direct", { over, mine: say(way.mine), theirs: say(way.theirs) })];
}

/** Bytes per second in both directions, of what is not standing still. */
function paceLine({ receiving, sending }: Peer, id: PeerId, { say, measures, describe }: Describing): string {
  const receipts = [...receiving.values()].flatMap(({ owner, now }) =>
    owner === id && now.at === "receiving" && now.linked && !isPaused(now) ? [speedOf(now.line.pace)] : [],
  );
  const takers = [...sending.values()].filter((each) => each.to === id && each.ending === undefined && !isPaused(each));
  const [received, sent] = [sum(receipts), sum(takers.map(({ pace }) => speedOf(pace)))];
  const speed = (rate: number) => say("shares.speed", { speed: measures.bytes(rate) });
  const parts = [
    ...(received > 0 ? [describe("receiving", { speed: speed(received) })] : []),
    ...(sent > 0 ? [describe("sending", { speed: speed(sent) })] : []),
  ];
  return parts.length === 0 ? describe("idle") : parts.join(" · ");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
