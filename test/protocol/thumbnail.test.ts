import { expect, test } from "bun:test";
import * as v from "valibot";
import { fromHex, toHex } from "../../protocol/bytes.ts";
import { thumbnailBytesMax, thumbnailSideMax, thumbnailsPerPeerMax } from "../../protocol/limits.ts";
import { Thumbnail } from "../../protocol/share-word.ts";
import { bare, isThumbnail } from "../../protocol/thumbnail.ts";
import { ada, bob, linked, owner, share } from "../support/linked.ts";
import { hexId, saidTo } from "../support/participant.ts";
import { offerOf, shareOfSizes } from "../support/shares.ts";
import { thumbnailOf, thumbnailWith } from "../support/thumbnail.ts";

const side = thumbnailSideMax;
const exif = "ffe1000a457869660000dead";
const comment = "fffe00060a0b0c0d";

test("[R18] a picture is a JPEG that keeps to its bounds by its own head", () => {
  expect(v.is(Thumbnail, thumbnailWith(side, side))).toBe(true);
  expect(v.is(Thumbnail, thumbnailWith(1, 1))).toBe(true);
  for (const [width, height] of [
    [side + 1, 1],
    [1, side + 1],
    [0, 1],
    [1, 0],
    [65_535, 65_535],
  ] as const)
    expect([width, height, v.is(Thumbnail, thumbnailWith(width, height))]).toEqual([width, height, false]);
  const padded = thumbnailWith(9, 9) + "00".repeat(thumbnailBytesMax);
  expect(v.is(Thumbnail, padded)).toBe(false);
});

test("[R18] what is no JPEG, has two frames, or says more than it shows, is none", () => {
  const frame = thumbnailWith(9, 9).match(/ffc0.*?(?=ffda)/)?.[0] ?? "";
  expect(frame).not.toBe("");
  for (const wrong of [
    "",
    "89504e470d0a1a0a",
    "ffd8",
    "ffd8ffd9",
    "zz",
    thumbnailWith(9, 9, exif),
    thumbnailWith(9, 9, comment),
    thumbnailWith(9, 9, frame),
  ])
    expect([wrong, v.is(Thumbnail, wrong)]).toEqual([wrong, false]);
  const whole = thumbnailWith(9, 9);
  for (let length = 0; length < whole.indexOf("5a5a") - 2; length += 2) expect(v.is(Thumbnail, whole.slice(0, length))).toBe(false);
});

test("[T13] whatever else a browser wrote into it is taken out", () => {
  const drawn = fromHex(thumbnailWith(9, 9, exif + comment));
  expect(isThumbnail(drawn)).toBe(false);
  expect(toHex(bare(drawn) ?? new Uint8Array())).toBe(thumbnailWith(9, 9));
  expect(bare(fromHex("89504e47"))).toBeUndefined();
});

test("[T13] a picture is told to everybody when it is drawn, and on a new link after all else", () => {
  const peer = owner(share);
  const told = { type: "thumbnail", share: share.id, image: thumbnailOf(7) } as const;
  const effects = peer.does({ on: "drawn", share: share.id, image: told.image });
  for (const id of [ada, bob]) expect(saidTo(id, effects)).toEqual([told]);
  expect(peer.does({ on: "drawn", share: hexId("9"), image: told.image })).toEqual([]);
  peer.link(ada, { on: "broken", conversation: peer.conversationWith(ada) });
  expect(saidTo(ada, peer.opensLink(ada)).at(-1)).toEqual(told);
});

test("[R18] a picture of what is offered is kept, of so many shares of one person", () => {
  const peer = linked();
  const picture = (id: string) => peer.person(ada).shares.get(id)?.thumbnail;
  peer.hears(ada, { type: "thumbnail", share: hexId("5"), image: thumbnailOf(1) });
  peer.hears(ada, offerOf(shareOfSizes(hexId("5"), 1)));
  expect(picture(hexId("5"))).toBeUndefined();
  for (const image of [thumbnailOf(1), thumbnailOf(2)]) {
    peer.hears(ada, { type: "thumbnail", share: hexId("5"), image });
    expect(picture(hexId("5"))).toBe(image);
  }
  const ids = Array.from({ length: thumbnailsPerPeerMax }, (_, i) => i.toString(16).padStart(32, "a"));
  for (const id of ids) {
    peer.hears(ada, offerOf(shareOfSizes(id, 1)));
    peer.hears(ada, { type: "thumbnail", share: id, image: thumbnailOf(3) });
  }
  expect(ids.filter((id) => picture(id) !== undefined)).toHaveLength(thumbnailsPerPeerMax - 1);
});
