// Transfers that go on after anything: a reload on either side, a killed tab, a new tab, a changed file, a full disk, a person who says "not now".
import { expect, test } from "bun:test";
import { utimes } from "node:fs/promises";
import { sha256 } from "../support/files.ts";
import { newRoom, parted } from "../support/gathering.ts";
import { countSent, lendFile, makeLentFile } from "../support/lent.ts";
import { launchProfile, Person, personIn } from "../support/person.ts";
import { slowDown } from "../support/slow.ts";
import { setStage } from "../support/stage.ts";

const stage = setStage();
const limit = 150_000;
const MiB = 2 ** 20;

/** Two who are linked; what the first sends is on its way for some seconds. */
async function meetOnSlowLine(): Promise<[Person, Person]> {
  const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
  await slowDown(ann.page, 4 * MiB);
  return [ann, ben];
}

/** Where the bar of a share comes to rest, in percent: what was on its way still comes in. */
async function barAtRest(person: Person, name: string): Promise<string | null> {
  const read = () => person.share(name).getByRole("progressbar").getAttribute("aria-valuenow");
  for (let before = await read(); ; ) {
    await Bun.sleep(700);
    const now = await read();
    if (now === before) return now;
    before = now;
  }
}

/** Two people, of whom one or both have a profile on the disk, as people have. */
async function twoProfiles(both = false) {
  const profile = (name: string) => launchProfile(`${stage.folder.path}/${name}-${crypto.randomUUID()}`);
  const contexts = await Promise.all([both ? profile("one") : stage.browser.newContext({ acceptDownloads: true }), profile("two")]);
  const [ann, ben] = await Promise.all(contexts.map(async (context) => new Person(await context.newPage())));
  if (ann === undefined || ben === undefined) throw new Error("two people are needed");
  return { ann, ben, url: await newRoom(stage.site) };
}

test(
  "[R12] [R6] the receiver reloads, and then the tab is killed and the room opened in another: it is the same person, what is on the disk is checked, only what was on its way is sent again, and it ends verified",
  async () => {
    const { ann, ben, url } = await twoProfiles();
    const sent = await countSent(ann.page);
    await slowDown(ann.page, 8 * MiB);
    await ann.enter(url, "Ann");
    await ben.enter(url, "Ben");
    const path = await stage.folder.make("film.bin", 24 * MiB);
    await ann.shares(path);
    await ben.downloads("film.bin");
    await ben.hasCome("film.bin", 25);
    await ben.page.reload();
    await ben.hasCome("film.bin", 55);
    await killRenderer(ben);
    const again = new Person(await ben.context.newPage());
    await again.enter(url, "Ben");
    await again.shareIs("film.bin", "complete", 90_000);
    expect(await sha256((await again.saves("film.bin")).path)).toBe(await sha256(path));
    expect((await sent()) - 24 * MiB).toBeLessThan(16 * MiB);
    await ann.share("film.bin").getByText("Ben has it all").waitFor();
    await again.page.reload();
    await again.shareIs("film.bin", "complete");
    await again.presses("film.bin", "Remove");
    await again.page.reload();
    await again.shareIs("film.bin", "available");
    await parted([ann, again]);
  },
  limit,
);

test(
  "[R10] the sharer reloads: with a kept handle it goes on by itself",
  async () => {
    const { ann, ben, url } = await twoProfiles(true);
    await lendFile(ann.page, "kept.bin");
    await slowDown(ann.page, 8 * MiB);
    await ann.enter(url, "Ann");
    await ben.enter(url, "Ben");
    const digest = await makeLentFile(ann.page, "kept.bin", 16);
    await ann.page.getByLabel("Share files").click();
    await ben.downloads("kept.bin");
    await ben.hasCome("kept.bin", 30);
    await ann.page.reload();
    await ben.shareIs("kept.bin", "complete", 90_000);
    expect(await sha256((await ben.saves("kept.bin")).path)).toBe(digest);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[R10] the sharer reloads and has no handle: the receiver waits, the same file is chosen again, and it goes on; another file is refused",
  async () => {
    const [ann, ben] = await meetOnSlowLine();
    const path = await stage.folder.make("again.bin", 12 * MiB);
    const other = await stage.folder.make("other.bin", 5);
    await ann.shares(path);
    await ben.downloads("again.bin");
    await ben.hasCome("again.bin", 30);
    await ann.page.reload();
    await ann.shareIs("again.bin", "waiting");
    await ben.shareIs("again.bin", "waiting");
    await ann.share("again.bin").getByLabel("Choose the same file again").setInputFiles(other);
    await ann.page.getByRole("alert").waitFor();
    await ann.shareIs("again.bin", "waiting");
    await ann.share("again.bin").getByLabel("Choose the same file again").setInputFiles(path);
    await ben.shareIs("again.bin", "complete", 90_000);
    expect(await sha256((await ben.saves("again.bin")).path)).toBe(await sha256(path));
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[R13] either side pauses and resumes, and both see it; a pause outlives a reload",
  async () => {
    const [ann, ben] = await meetOnSlowLine();
    const path = await stage.folder.make("slow.bin", 20 * MiB);
    await ann.shares(path);
    await ben.downloads("slow.bin");
    await ben.hasCome("slow.bin", 5);
    await ben.presses("slow.bin", "Pause");
    await ben.shareIs("slow.bin", "paused");
    await ann.share("slow.bin").getByText("paused").waitFor();
    const stood = await barAtRest(ben, "slow.bin");
    await Bun.sleep(1_500);
    expect(await barAtRest(ben, "slow.bin")).toBe(stood);
    await ben.page.reload();
    await ben.shareIs("slow.bin", "paused");
    await ben.presses("slow.bin", "Resume");
    await ben.shareIs("slow.bin", "receiving");
    await ann.share("slow.bin").getByRole("button", { name: "Pause for Ben" }).click();
    await ben.shareIs("slow.bin", "paused");
    await ben.share("slow.bin").getByText("Paused by Ann").waitFor();
    await ann.share("slow.bin").getByRole("button", { name: "Resume for Ben" }).click();
    await ben.shareIs("slow.bin", "complete", 90_000);
    expect(await sha256((await ben.saves("slow.bin")).path)).toBe(await sha256(path));
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[R8] the receiver cancels, and so does the sharer: both sides say so, and nothing is kept",
  async () => {
    const [ann, ben] = await meetOnSlowLine();
    await ann.shares(await stage.folder.make("unwanted.bin", 20 * MiB));
    await ben.downloads("unwanted.bin");
    await ben.hasCome("unwanted.bin", 5);
    await ben.presses("unwanted.bin", "Cancel");
    await ben.shareIs("unwanted.bin", "available");
    await ann.share("unwanted.bin").getByText("Cancelled").waitFor();
    await ben.downloads("unwanted.bin");
    await ben.hasCome("unwanted.bin", 5);
    await ann.share("unwanted.bin").getByRole("button", { name: "Cancel for Ben" }).click();
    await ben.shareIs("unwanted.bin", "failed");
    await ben.share("unwanted.bin").getByText("ended this download").waitFor();
    for (let tries = 0; tries < 100 && (await storedFiles(ben)) > 0; tries++) await Bun.sleep(50);
    expect(await storedFiles(ben)).toBe(0);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[T2] the file is changed while it is shared: the share ends with a clear word on both sides, and nothing mixed is kept",
  async () => {
    const [ann, ben] = await meetOnSlowLine();
    const path = await stage.folder.make("changing.bin", 20 * MiB);
    await ann.shares(path);
    await ben.downloads("changing.bin");
    await ben.hasCome("changing.bin", 5);
    await Bun.write(path, new Uint8Array(20 * MiB).fill(7));
    await utimes(path, new Date(), new Date());
    await ben.shareIs("changing.bin", "failed");
    await ben.share("changing.bin").getByText("was changed").waitFor();
    await ann.page.getByRole("alert").getByText("was changed").waitFor();
    for (let tries = 0; tries < 100 && (await storedFiles(ben)) > 0; tries++) await Bun.sleep(50);
    expect(await storedFiles(ben)).toBe(0);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "a disk that is too small is told before a byte moves; with room again the same click goes through",
  async () => {
    const { ann, ben, url } = await twoProfiles();
    await ann.enter(url, "Ann");
    await ben.enter(url, "Ben");
    const client = await ben.context.newCDPSession(ben.page);
    const { origin } = new URL(url);
    await client.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 8 * MiB });
    const path = await stage.folder.make("large.bin", 12 * MiB);
    await ann.shares(path);
    await ben.downloads("large.bin");
    await ben.shareIs("large.bin", "failed");
    await ben.share("large.bin").getByText("not enough space").waitFor();
    await client.send("Storage.overrideQuotaForOrigin", { origin });
    await ben.presses("large.bin", "Resume");
    await ben.shareIs("large.bin", "complete");
    expect(await sha256((await ben.saves("large.bin")).path)).toBe(await sha256(path));
    await parted([ann, ben]);
  },
  limit,
);

test(
  "chat is never stuck behind a file",
  async () => {
    const [ann, ben] = await meetOnSlowLine();
    await ann.shares(await stage.folder.make("busy.bin", 20 * MiB));
    await ben.downloads("busy.bin");
    await ben.hasCome("busy.bin", 5);
    for (let i = 0; i < 5; i++) {
      await ann.says(`word ${i}`);
      await ben.hears(`word ${i}`);
    }
    expect(await ben.share("busy.bin").getAttribute("data-state")).toBe("receiving");
    await ben.presses("busy.bin", "Cancel");
    await parted([ann, ben]);
  },
  limit,
);

/** Files that this page's origin has of transfers. */
function storedFiles(person: Person): Promise<number> {
  return person.page.evaluate(async () => {
    let files = 0;
    const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const handle of folder.values()) {
        if (handle.kind === "directory") await walk(handle as FileSystemDirectoryHandle);
        else files += 1;
      }
    };
    await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle("roomcp"));
    return files;
  });
}

/** What a crash is: the process that the page runs in is killed. */
async function killRenderer(person: Person): Promise<void> {
  const client = await person.context.newCDPSession(person.page);
  // Nobody is left to answer.
  void client.send("Page.crash").catch(() => {});
  await new Promise((resolve) => person.page.once("crash", resolve));
}

test(
  "people in passing contexts lose nothing by a reload either",
  async () => {
    const person = await personIn(stage.browser);
    await person.enter(await newRoom(stage.site), "Ann");
    await person.page.reload();
    await person.sees("Ann", "self");
    await parted([person]);
  },
  limit,
);
