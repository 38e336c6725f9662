// Two people meet and one copies a file from the other: what it came to.
import { sha256 } from "../support/files.ts";
import { parted } from "../support/gathering.ts";
import type { Person } from "../support/person.ts";
import { type Kind, kindBetween } from "./kinds.ts";
import type { Over, Seat, Town } from "./town.ts";

export type Copied = {
  readonly kind: Kind;
  /** Milliseconds from the press of "Enter" until the newcomer's first words stand in the other's chat. */
  readonly usableMs: number;
  /** Milliseconds from that press until the first bytes of the file came. */
  readonly firstByteMs: number;
  readonly mbPerSecond: number;
  readonly verified: boolean;
};

/** Of a file: less than a part, and more than all words. */
const frameLeast = 65_536;

/** From its next load on, the page notes when bytes of files came, in milliseconds since 1970. */
export function watchBytes({ page }: Person): Promise<unknown> {
  return page.addInitScript((least) => {
    const came = { first: 0, last: 0 };
    Object.assign(window, { came });
    const look = ({ data }: MessageEvent) => {
      if (!(data instanceof ArrayBuffer) || data.byteLength < least) return;
      came.last = Date.now();
      came.first ||= came.last;
    };
    const create = RTCPeerConnection.prototype.createDataChannel;
    RTCPeerConnection.prototype.createDataChannel = function (...made) {
      const channel = create.apply(this, made);
      channel.addEventListener("message", look);
      return channel;
    };
    const Native = WebSocket;
    window.WebSocket = class extends Native {
      constructor(...made: ConstructorParameters<typeof WebSocket>) {
        super(...made);
        this.addEventListener("message", look);
      }
    };
  }, frameLeast);
}

export function bytesCame({ page }: Person): Promise<{ first: number; last: number }> {
  return page.evaluate(() => (window as unknown as { came: { first: number; last: number } }).came);
}

/** The one who shares is there first. Both leave at the end, and nobody's console may have a mistake. */
export async function copy(
  town: Town,
  [sharing, receiving]: readonly [Seat & { over: Over }, Seat & { over: Over }],
  bytes: number,
): Promise<Copied> {
  const room = await town.newRoom();
  const [taro, zoe] = [await town.personAt(sharing), await town.personAt(receiving)];
  const name = `設計図-${crypto.randomUUID()}.bin`;
  const path = await town.folder.make(name, bytes);
  await taro.enter(town.addressOf(room, sharing.place, sharing.over), "太郎");
  await taro.shares(path);
  await zoe.arrives(town.addressOf(room, receiving.place, receiving.over), "Zoë");
  const began = Date.now();
  await zoe.page.getByRole("button", { name: "Enter" }).click();
  await zoe.says("こんにちは");
  await taro.hears("こんにちは");
  const usableMs = Date.now() - began;
  await zoe.downloads(name);
  await zoe.shareIs(name, "complete", 180_000);
  const { first, last } = await bytesCame(zoe);
  const kind = await kindBetween([taro, "太郎"], [zoe, "Zoë"]);
  const saved = await zoe.saves(name);
  const verified = (await zoe.share(name).getByText("Verified").count()) > 0 && (await sha256(saved.path)) === (await sha256(path));
  await Bun.file(path).delete();
  await parted([taro, zoe]);
  return { kind, usableMs, firstByteMs: first - began, mbPerSecond: bytes / 1000 / Math.max(1, last - first), verified };
}
