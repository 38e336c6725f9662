// A line that looks long has file data come over several connections; what comes over them is whole, and they go with the transfer.
import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { sha256 } from "../support/files.ts";
import { newRoom, parted } from "../support/gathering.ts";
import { personIn } from "../support/person.ts";
import { setStage } from "../support/stage.ts";

const stage = setStage();

/** Questions take 60 ms to be said, as on a line across an ocean; each channel carries 2 MB/s, as where it loses much; and connections are counted. */
async function farAway(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const open = new Set<RTCPeerConnection>();
    const free = new Map<RTCDataChannel, number>();
    const send = RTCDataChannel.prototype.send as (this: RTCDataChannel, data: unknown) => void;
    RTCDataChannel.prototype.send = function (data: unknown) {
      const now = performance.now();
      const later = (ms: number, what: unknown) => setTimeout(() => this.readyState === "open" && send.call(this, what), ms);
      if (typeof data === "string") return void later(60, data);
      const frame = (data as Uint8Array).slice();
      const due = Math.max(now, free.get(this) ?? 0);
      free.set(this, due + frame.length / 2_000);
      later(due - now, frame);
    };
    class Counted extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        this.addEventListener("connectionstatechange", () => this.connectionState === "connected" && open.add(this));
      }
      override close() {
        open.delete(this);
        super.close();
      }
    }
    Object.assign(window, { RTCPeerConnection: Counted, connections: () => open.size });
  });
}

test("[L18] on a long line a file comes over several connections, whole; afterwards there is one again", async () => {
  const [ann, ben] = [await personIn(stage.browser), await personIn(stage.browser)];
  for (const { page } of [ann, ben]) await farAway(page);
  const url = await newRoom(stage.site);
  await ann.enter(url, "Ann");
  await ben.enter(url, "Ben");
  await ben.sees("Ann", "direct");
  const connections = (page: Page) => page.evaluate<number>("connections()");
  expect(await connections(ben.page)).toBe(1);
  const path = await stage.folder.make("far.bin", 24 * 2 ** 20);
  await ann.shares(path);
  await ben.downloads("far.bin");
  let most = 1;
  for (let state = ""; state !== "complete"; await Bun.sleep(200)) {
    most = Math.max(most, await connections(ben.page));
    state = (await ben.share("far.bin").getAttribute("data-state")) ?? "";
  }
  expect(most).toBeGreaterThanOrEqual(4);
  expect(await sha256((await ben.saves("far.bin")).path)).toBe(await sha256(path));
  while ((await connections(ben.page)) > 1 || (await connections(ann.page)) > 1) await Bun.sleep(100);
  await parted([ann, ben]);
}, 120_000);
