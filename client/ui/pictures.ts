// Small pictures of shares as addresses that an image can show. Each is made once, and given back when the list knows its share no more.
import { fromHex } from "../../protocol/bytes.ts";
import type { Peer } from "../../protocol/peer-state.ts";

export type Pictures = ReadonlyMap<string, string>;

/** Returns what gives the addresses by the key of the share in the list; the very same map where nothing has changed. */
export function picturing(): (peer: Peer) => Pictures {
  let known = new Map<string, { readonly image: string; readonly url: string }>();
  let pictures: Pictures = new Map();
  return (peer) => {
    const next = new Map<string, { readonly image: string; readonly url: string }>();
    for (const [key, image] of imagesOf(peer)) {
      const before = known.get(key);
      next.set(key, before?.image === image ? before : { image, url: urlOf(image) });
    }
    // Whoever offered it may be gone, and the copy is here.
    for (const { owner, now } of peer.receiving.values()) {
      const key = `${owner}/${now.share.id}`;
      const before = known.get(key);
      if (before !== undefined && !next.has(key)) next.set(key, before);
    }
    const gone = [...known].filter(([key, { url }]) => next.get(key)?.url !== url);
    if (gone.length === 0 && next.size === known.size) return pictures;
    for (const [, { url }] of gone) URL.revokeObjectURL(url);
    known = next;
    pictures = new Map([...next].map(([key, { url }]) => [key, url]));
    return pictures;
  };
}

function* imagesOf({ offered, people }: Peer): Generator<readonly [key: string, image: string]> {
  for (const { share, thumbnail } of offered.values()) if (thumbnail !== undefined) yield [share.id, thumbnail];
  for (const { id, shares } of people.values())
    for (const { offer, thumbnail } of shares.values()) if (thumbnail !== undefined) yield [`${id}/${offer.id}`, thumbnail];
}

/** An image, whatever it is: the type is ours. */
function urlOf(image: string): string {
  return URL.createObjectURL(new Blob([fromHex(image)], { type: "image/jpeg" }));
}
