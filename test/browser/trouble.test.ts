// What goes wrong on the way: damage, a killed server, a closed tab, a reload. Nothing is lost that can be kept, and nobody is left guessing.
import { expect, test } from "bun:test";
import { sha256 } from "../support/files.ts";
import { parted } from "../support/gathering.ts";
import { Person, personIn } from "../support/person.ts";
import { setStage } from "../support/stage.ts";

const stage = setStage();
const limit = 150_000;
/** What the browser itself writes to the console when a server is gone. */
const serverGone = /WebSocket connection|ERR_CONNECTION_REFUSED|Failed to load resource/;

test(
  "[L9] [S2] the server is killed and started again during a transfer of 40 MiB: the transfer is unharmed, and the room comes back",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    const path = await stage.folder.make("large.bin", 40 * 2 ** 20);
    await ann.shares(path);
    await ben.downloads("large.bin");
    await ben.shareIs("large.bin", "receiving");
    await stage.site.kill();
    await ben.page.getByRole("status").getByText("Reconnecting…").waitFor();
    await ann.says("the server is gone, and we still talk");
    await ben.hears("the server is gone, and we still talk");
    await ben.sees("Ann", "direct");
    await stage.site.restart();
    await ben.page.getByRole("status").getByText("Online").waitFor({ timeout: 40_000 });
    await ann.page.getByRole("status").getByText("Online").waitFor({ timeout: 40_000 });
    const cleo = await personIn(stage.browser);
    await cleo.enter(ann.page.url(), "Cleo");
    await cleo.sees("Ann", "direct");
    await cleo.sees("Ben", "direct");
    await ben.shareIs("large.bin", "complete", 120_000);
    expect(await sha256((await ben.saves("large.bin")).path)).toBe(await sha256(path));
    // Nobody is there twice: they came back as who they were.
    expect(await cleo.page.getByRole("list", { name: "People" }).getByRole("listitem").count()).toBe(3);
    expect(await ben.log.getByText("Ann joined").count()).toBe(0);
    await parted([ann, ben, cleo], serverGone);
  },
  limit,
);

test(
  "[R4] a chunk that is damaged on the wire is fetched again, and the file ends verified",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    await ann.page.evaluate(() => {
      const send = RTCDataChannel.prototype.send as (data: unknown) => void;
      let frames = 0;
      RTCDataChannel.prototype.send = function (data: unknown) {
        if (data instanceof Uint8Array && frames++ === 5) {
          const damaged = data.slice();
          damaged[1000] = (damaged[1000] ?? 0) ^ 1;
          Object.assign(window, { damagedFrames: 1 });
          return send.call(this, damaged);
        }
        return send.call(this, data);
      };
    });
    const path = await stage.folder.make("precious.bin", 4_000_000);
    await ann.shares(path);
    await ben.downloads("precious.bin");
    await ben.shareIs("precious.bin", "complete");
    expect(await ann.page.evaluate(() => "damagedFrames" in window)).toBe(true);
    expect(await sha256((await ben.saves("precious.bin")).path)).toBe(await sha256(path));
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[R10] [L10] the sharer goes to another page mid-transfer: it waits with a clear word, and goes when it is given up",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    await ann.shares(await stage.folder.make("half.bin", 40 * 2 ** 20));
    await ben.downloads("half.bin");
    await ben.hasCome("half.bin", 1);
    ann.page.on("dialog", (dialog) => dialog.accept());
    await ann.page.goto("about:blank");
    await ben.shareIs("half.bin", "waiting", 45_000);
    await ben.hears("Ann left");
    expect(await ben.share("half.bin").getByRole("button", { name: "Save" }).count()).toBe(0);
    await ben.presses("half.bin", "Cancel");
    const kept = () =>
      ben.page.evaluate(async () => {
        let bytes = 0;
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("roomcp");
        // One that goes in this very moment has no bytes either.
        for await (const place of folder.values())
          for await (const file of (place as FileSystemDirectoryHandle).values())
            bytes += await (file as FileSystemFileHandle).getFile().then(
              ({ size }) => size,
              () => 0,
            );
        return bytes;
      });
    for (let tries = 0; tries < 50 && (await kept()) > 0; tries++) await Bun.sleep(100);
    expect(await kept()).toBe(0);
    await parted([ben]);
  },
  limit,
);

test(
  "[S7] [R10] after a reload the tab is the same person, enters by itself, and gets the shares again; a finished copy of a stranger's stays",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    await ann.shares(await stage.folder.make("kept.bin", 1_500_000));
    await ben.downloads("kept.bin");
    await ben.shareIs("kept.bin", "complete");
    await ann.page.reload();
    await ann.sees("Ben", "direct");
    await ben.sees("Ann", "direct");
    // Her page forgot the share; his finished copy is his.
    await ben.shareIs("kept.bin", "complete");
    expect((await ben.saves("kept.bin")).suggested).toBe("kept.bin");
    expect(await ben.log.getByText(/joined|left/).count()).toBe(0);
    await ben.page.reload();
    await ben.sees("Ann", "direct");
    expect(await ben.page.getByRole("textbox", { name: "Nickname" }).isVisible()).toBe(false);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[S6] a duplicated tab becomes somebody else, and leaves the first one alone",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    // What a browser does when a tab is duplicated: a page with a copy of the first one's sessionStorage.
    const copied = await ann.page.evaluate(() => ({ ...sessionStorage }));
    const twin = new Person(await ann.context.newPage());
    await twin.page.addInitScript((copied) => Object.assign(sessionStorage, copied), copied);
    await twin.page.goto(ann.page.url());
    await ben.sees("Ann (2)", "direct");
    await ben.sees("Ann", "direct");
    await ann.says("still here");
    await ben.hears("still here");
    expect(await ben.page.getByRole("list", { name: "People" }).getByRole("listitem").count()).toBe(3);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "a file that was removed after it was shared ends the share with a clear word on both sides",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    const path = await stage.folder.make("gone.bin", 3_000_000);
    await ann.shares(path);
    await ben.share("gone.bin").waitFor();
    await Bun.file(path).delete();
    await ben.downloads("gone.bin");
    await ben.shareIs("gone.bin", "failed");
    await ben.share("gone.bin").getByText("could not be read").waitFor();
    await ann.page.getByRole("alert").getByText("could not be read").waitFor();
    await parted([ann, ben]);
  },
  limit,
);
