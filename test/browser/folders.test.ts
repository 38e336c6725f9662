// Folders: shared whole, taken whole or in part, and landing as a zip, one by one, or as a tree in a folder that was picked.
import { expect, test } from "bun:test";
import { album, makeAlbum, treeInZip, treeOf } from "../support/album.ts";
import { sha256 } from "../support/files.ts";
import { newRoom, parted } from "../support/gathering.ts";
import { lendFolder, treeInLent } from "../support/lent.ts";
import { type Person, personIn } from "../support/person.ts";
import { setStage } from "../support/stage.ts";

const stage = setStage();
const limit = 90_000;

test(
  "[R7] a folder arrives whole, as one zip with the same tree, and every file's SHA-256 is shown",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    const path = await makeAlbum(stage.folder);
    await ann.sharesFolder(path);
    await ann.shareIs("写真", "offered");
    await ben.downloads("写真");
    await ben.shareIs("写真", "complete");
    await ben.share("写真").getByRole("button", { name: "Show files" }).click();
    await ben.share("写真").getByText("動画.mp4").waitFor();
    await ben
      .share("写真")
      .getByTitle(await sha256(`${path}/動画.mp4`))
      .waitFor();
    const saved = await ben.saves("写真");
    expect(saved.suggested).toBe("写真.zip");
    expect(await treeInZip(saved.path, stage.folder)).toEqual(prefixed("写真/", await treeOf(path)));
    await ben.shareIs("写真", "saved");
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[R14] some files of a folder are taken, and only these are saved, one by one",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    const path = await makeAlbum(stage.folder, {
      "many/a.bin": 2_000_000,
      "many/b.bin": 3_000_000,
      "many/c.bin": 40_000_000,
      "many/d.bin": 9,
    });
    await ann.sharesFolder(path);
    await ben.share("many").getByRole("button", { name: "Show files" }).click();
    for (const name of ["a.bin", "d.bin"])
      await ben
        .share("many")
        .getByRole("checkbox", { name: new RegExp(name) })
        .check();
    await ben.downloads("many");
    await ben.shareIs("many", "complete");
    const names: string[] = [];
    ben.page.on("download", async (download) => names.push(`${download.suggestedFilename()} ${await sha256(await download.path())}`));
    await ben.share("many").getByRole("button", { name: "Save one by one" }).click();
    await ben.shareIs("many", "saved");
    const expected = await Promise.all(["a.bin", "d.bin"].map(async (name) => `${name} ${await sha256(`${path}/${name}`)}`));
    while (names.length < 2) await Bun.sleep(20);
    expect(names.sort()).toEqual(expected);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[R9] with a folder picked and automatic download on, a share lands there as a tree with no click, and its own names are never overwritten",
  async () => {
    const url = await newRoom(stage.site);
    const [ann, ben] = [await personIn(stage.browser), await personIn(stage.browser)];
    await lendFolder(ben.page, "picked");
    await ann.enter(url, "Ann");
    await ben.enter(url, "Ben");
    await ben.page.getByRole("button", { name: "Choose folder" }).click();
    await ben.page.getByText("picked").first().waitFor();
    await ben.page.getByLabel("Automatic download").check();
    const path = await makeAlbum(stage.folder);
    await ann.sharesFolder(path);
    await ben.shareIs("写真", "saved");
    expect(await treeInLent(ben.page, "picked")).toEqual(prefixed("写真/", await treeOf(path)));
    await ann.shares(`${path}/動画.mp4`);
    await ben.shareIs("動画.mp4", "saved");
    await ann.shares(`${path}/動画.mp4`);
    await ben.share("動画.mp4").nth(1).locator("xpath=self::*[@data-state='saved']").waitFor();
    const tree = await treeInLent(ben.page, "picked");
    expect(tree["動画.mp4"]).toBe(await sha256(`${path}/動画.mp4`));
    expect(tree["動画 (2).mp4"]).toBe(await sha256(`${path}/動画.mp4`));
    await parted([ann, ben]);
  },
  limit,
);

test(
  "what waits for leave to write to the picked folder lands also after a reload, once the person gives it",
  async () => {
    const url = await newRoom(stage.site);
    const [ann, ben] = [await personIn(stage.browser), await personIn(stage.browser)];
    await lendFolder(ben.page, "picked");
    await askForLeave(ben);
    await ann.enter(url, "Ann");
    await ben.enter(url, "Ben");
    await ben.page.getByRole("button", { name: "Choose folder" }).click();
    await ben.page.getByText("picked").first().waitFor();
    await ben.page.getByLabel("Automatic download").check();
    await ben.page.evaluate(() => localStorage.setItem("leave", "prompt"));
    await ben.page.reload();
    await ann.shares(await stage.folder.make("waits.bin", 3_000_000));
    await ben.shareIs("waits.bin", "complete");
    await ben.page.reload();
    await ben.shareIs("waits.bin", "complete");
    expect(await treeInLent(ben.page, "picked")).toEqual({});
    await ben.page.getByRole("button", { name: "Allow again" }).click();
    await ben.shareIs("waits.bin", "saved");
    expect(Object.keys(await treeInLent(ben.page, "picked"))).toEqual(["waits.bin"]);
    await ben.page.reload();
    await ben.shareIs("waits.bin", "complete");
    await Bun.sleep(1_000);
    expect(Object.keys(await treeInLent(ben.page, "picked"))).toEqual(["waits.bin"]);
    await parted([ann, ben]);
  },
  limit,
);

/** From now on this page's folder is written to only with leave, which a click gives. */
async function askForLeave({ page }: Person): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(FileSystemHandle.prototype, {
      queryPermission: async () => localStorage.getItem("leave") ?? "granted",
      requestPermission: async () => {
        localStorage.removeItem("leave");
        return "granted";
      },
    });
  });
}

test(
  "what cannot be read of a picked folder is left out, and told",
  async () => {
    const ann = await personIn(stage.browser);
    await lendFolder(ann.page, "mine");
    await ann.page.addInitScript(() => {
      const { getFile } = FileSystemFileHandle.prototype;
      FileSystemFileHandle.prototype.getFile = async function () {
        if (this.name === "locked.txt") throw new DOMException("no", "NotReadableError");
        return getFile.call(this);
      };
    });
    await ann.enter(await newRoom(stage.site), "Ann");
    await ann.page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("mine", { create: true });
      for (const name of ["open.txt", "locked.txt"]) await folder.getFileHandle(name, { create: true });
    });
    await ann.page.getByLabel("Share a folder").click();
    await ann.shareIs("mine", "offered");
    await ann.page.getByRole("alert").getByText("One file could not be read").waitFor();
    await parted([ann]);
  },
  limit,
);

test(
  "[T7] a manifest of 2,200 files comes in portions while it is downloaded",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    const files = Object.fromEntries(Array.from({ length: 2_200 }, (_, i) => [`thousands/${i % 7}/記録 ${i}.txt`, i % 50]));
    const path = await makeAlbum(stage.folder, files);
    await ann.sharesFolder(path);
    await ben.downloads("thousands");
    await ben.shareIs("thousands", "complete");
    const saved = await ben.saves("thousands");
    expect(await treeInZip(saved.path, stage.folder)).toEqual(prefixed("thousands/", await treeOf(path)));
    await parted([ann, ben]);
  },
  limit,
);

test("the album has what it should have", () => {
  expect(Object.values(album)).toContain(0);
});

function prefixed(prefix: string, tree: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tree).map(([path, digest]) => [prefix + path, digest]));
}
