// What to call everybody in a room, when two have one name.
import type { Peer } from "./peer-state.ts";
import type { PeerId } from "./signal.ts";

/** Whoever has a name keeps it, gone or not: it stands in the log. */
export function namesOf(peer: Peer | undefined, before: ReadonlyMap<PeerId, string> = new Map()): ReadonlyMap<PeerId, string> {
  const names = new Map(before);
  const add = (id: PeerId, nickname: string) => {
    const known = names.get(id);
    if (known === nickname || known?.startsWith(`${nickname} (`)) return;
    const taken = new Set(names.values());
    let name = nickname;
    for (let n = 2; taken.has(name); n++) name = `${nickname} (${n})`;
    names.set(id, name);
  };
  if (peer?.me !== undefined) add(peer.me, peer.nickname);
  for (const { id, intro } of peer?.people.values() ?? []) if (intro !== undefined) add(id, intro.nickname);
  return names.size === before.size && [...names].every(([id, name]) => before.get(id) === name) ? before : names;
}
