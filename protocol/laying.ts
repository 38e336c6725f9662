// A receiver's lanes to each owner: laid while what comes over them shows that they help, taken up when nothing comes any more (L18).
import { oneLane, withLook } from "./lanes.ts";
import { speedOf } from "./line.ts";
import { type Peer, type Stepped, withPerson } from "./peer-state.ts";
import { isActive } from "./receive-state.ts";
import type { PeerId } from "./signal.ts";

export function layLanes(peer: Peer, owner: PeerId, now: number): Stepped {
  const person = peer.people.get(owner);
  if (person?.contact?.over !== "direct") return [peer, []];
  const lines = [...peer.receiving.values()].flatMap(({ owner: whose, now }) =>
    whose === owner && isActive(now) && now.at === "receiving" ? [now.line] : [],
  );
  const { lanes: before, ...rest } = person;
  const rate = lines.reduce((sum, { pace }) => sum + speedOf(pace), 0);
  const roundTrip = Math.min(...lines.flatMap(({ shortest }) => shortest));
  const lanes = lines.length === 0 ? undefined : withLook(before ?? oneLane(now), rate, roundTrip, now);
  if (lanes === before) return [peer, []];
  const [had, count] = [before?.count ?? 1, lanes?.count ?? 1];
  const next = withPerson(peer, lanes === undefined ? rest : { ...rest, lanes });
  return [next, count === had ? [] : [{ do: "lanes", peer: owner, count }]];
}
