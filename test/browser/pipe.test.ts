// Pipes with a real curl and a real page: what curl sends into a room, and what people let curl have.
import { afterEach, expect, test } from "bun:test";
import { mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { makeAlbum, treeInZip, treeOf } from "../support/album.ts";
import { type Curl, curl } from "../support/curl.ts";
import { sha256 } from "../support/files.ts";
import { gathered, newRoom, parted } from "../support/gathering.ts";
import type { Person } from "../support/person.ts";
import { setStage } from "../support/stage.ts";

const stage = setStage("--pipe", "on");
const limit = 60_000;
let rooms = 0;
const curls: Curl[] = [];
afterEach(async () => {
  for (const each of curls.splice(0)) await each[Symbol.asyncDispose]();
});

/** What a person at a terminal does. */
function at(...args: Parameters<typeof curl>): Curl {
  const started = curl(...args);
  curls.push(started);
  return started;
}

/** People in an open room. */
async function meetOpenly(...names: readonly string[]): Promise<{ url: string; people: Person[] }> {
  const url = `${stage.site.url}/r/pipes-${++rooms}`;
  return { url, people: await gathered(stage.browser, url, ...names) };
}

async function takes(person: Person, name: string): Promise<string> {
  const [download] = await Promise.all([
    person.page.waitForEvent("download"),
    person.share(name).getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(name);
  return download.path();
}

test(
  "[P1] [P3] [P4] what curl sends is offered in the open, taken by one click and nobody's without, and everybody sees who has it",
  async () => {
    const { url, people } = await meetOpenly("Ann", "Ben");
    const [ann, ben] = people as [Person, Person];
    for (const person of people) await person.page.getByRole("checkbox", { name: "Automatic download" }).check();
    const name = "映画 1.mp4";
    const path = await stage.folder.make(name, 30_000_000);
    const sent = at(["-T", path, `${url}/f/`]);
    await sent.says(/映画 1\.mp4: offered to 2 people in the room/);
    for (const person of people) {
      await person.shareIs(name, "available");
      await person.share(name).getByText("Through the server, not end-to-end encrypted").waitFor();
      await person.share(name).getByText("30.0 MB").waitFor();
    }
    const taken = await takes(ben, name);
    expect(await sha256(taken)).toBe(await sha256(path));
    expect(await sent.ended).toEqual({ code: 0, printed: expect.stringContaining(`${name}: taken whole by one person, 30,000,000 bytes`) });
    await ann.shareIs(name, "taken");
    await ann.share(name).getByText("Ben has it.").waitFor();
    await ben.shareIs(name, "complete");
    await ann.presses(name, "Remove");
    expect(await ann.share(name).count()).toBe(0);
    await parted(people);
  },
  limit,
);

test(
  "[P6] Ctrl-C at a curl that waits: what it had begun to send is gone from the room, with a word",
  async () => {
    const { url, people } = await meetOpenly("Ann");
    const [ann] = people as [Person];
    const sent = at(["-T", await stage.folder.make("gone.bin", 40_000_000), `${url}/f/`]);
    await ann.shareIs("gone.bin", "available");
    sent.interrupt();
    await ann.shareIs("gone.bin", "failed");
    await ann.share("gone.bin").getByText("Whoever sent it stopped.").waitFor();
    await parted(people);
  },
  limit,
);

test(
  "[P6] Ctrl-C at a curl in the middle: the browser's download fails, and the page says that it is not whole",
  async () => {
    const { url, people } = await meetOpenly("Ann");
    const [ann] = people as [Person];
    const sent = at(["--limit-rate", "2M", "-T", await stage.folder.make("cut.bin", 40_000_000), `${url}/f/`]);
    await ann.shareIs("cut.bin", "available");
    const [download] = await Promise.all([
      ann.page.waitForEvent("download"),
      ann.share("cut.bin").getByRole("link", { name: "Download" }).click(),
    ]);
    await ann.shareIs("cut.bin", "receiving");
    await Bun.sleep(500);
    sent.interrupt();
    expect(await download.failure()).not.toBeNull();
    await ann.share("cut.bin").getByText("what your browser has of it is not all").waitFor();
    await parted(people);
  },
  limit,
);

test(
  "[P8] a file that somebody lets curl have comes under its name, as often as curl asks, until it is taken back",
  async () => {
    const { people } = await meetOpenly("Ann");
    const [ann] = people as [Person];
    const name = "会議 'A'.bin";
    const path = await stage.folder.make(name, 5_500_000);
    await ann.shares(path);
    const command = await allowed(ann, name);
    for (const times of ["once", "2 times"]) {
      const into = await mkdtemp(join(stage.folder.path, "got-"));
      const got = at(["-OJ", command], { cwd: into });
      expect(await got.ended).toEqual({ code: 0, printed: "" });
      expect(await readdir(into)).toEqual([name]);
      expect(await sha256(join(into, name))).toBe(await sha256(path));
      await ann.share(name).getByText(`Taken by curl ${times}.`).waitFor();
    }
    await ann.presses(name, "Take back");
    await ann.share(name).getByRole("button", { name: "Allow curl" }).waitFor();
    const refused = await at(["-w", "%{http_code}", command]).ended;
    expect(refused.printed).toBe("There is nothing here any more, or it is not for you. Ask for it again.\n410");
    await parted(people);
  },
  limit,
);

test(
  "[P8] a folder comes as a zip; one curl at a time gets it; what is not shared any more breaks off",
  async () => {
    const { people } = await meetOpenly("Ann");
    const [ann] = people as [Person];
    const path = await makeAlbum(stage.folder);
    await ann.sharesFolder(path);
    const command = await allowed(ann, "写真");
    const into = await mkdtemp(join(stage.folder.path, "got-"));
    expect((await at(["-OJ", command], { cwd: into }).ended).code).toBe(0);
    expect(await readdir(into)).toEqual(["写真.zip"]);
    const tree = await treeInZip(join(into, "写真.zip"), stage.folder);
    expect(Object.keys(tree).length).toBeGreaterThan(2);
    expect(Object.values(tree).sort()).toEqual(Object.values(await treeOf(path)).sort());

    await ann.shares(await stage.folder.make("long.bin", 60_000_000));
    const long = await allowed(ann, "long.bin");
    const slow = at(["--limit-rate", "10M", "-o", "/dev/null", long]);
    await ann
      .share("long.bin")
      .getByText(/To curl: [1-9]/)
      .waitFor();
    expect((await at(["-w", "%{http_code}", long]).ended).printed).toContain("409");
    await ann.presses("long.bin", "Stop sharing");
    expect((await slow.ended).code).not.toBe(0);
    await parted(people, /410/);
  },
  limit,
);

test(
  "[P9] a file that was changed while curl gets it breaks the download off",
  async () => {
    const { people } = await meetOpenly("Ann");
    const [ann] = people as [Person];
    const path = await stage.folder.make("changing.bin", 60_000_000);
    await ann.shares(path);
    const slow = at(["--limit-rate", "10M", "-o", "/dev/null", await allowed(ann, "changing.bin")]);
    await ann
      .share("changing.bin")
      .getByText(/To curl: [1-9]/)
      .waitFor();
    await Bun.write(path, crypto.getRandomValues(new Uint8Array(60_000)));
    expect((await slow.ended).code).not.toBe(0);
    await ann.page.getByText("The file was changed while it was being shared").waitFor();
    await parted(people);
  },
  limit,
);

test(
  "[P2] in a room with a secret nothing is let to curl, and curl is told why it is refused",
  async () => {
    const url = await newRoom(stage.site);
    const people = await gathered(stage.browser, url, "Ann");
    const [ann] = people as [Person];
    await ann.shares(await stage.folder.make("secret.bin", 1_000));
    await ann.shareIs("secret.bin", "offered");
    expect(await ann.share("secret.bin").getByRole("button", { name: "Allow curl" }).isVisible()).toBe(false);
    const refused = await at(["-w", "%{http_code}", "-T", join(stage.folder.path, "secret.bin"), `${url.replace(/#.*/, "")}/f/`]).ended;
    expect(refused.printed).toMatch(/^Somebody in this room has a secret .* roomcp send FILE LINK\n403$/);
    await parted(people);
  },
  limit,
);

/** Lets curl have a share. Returns the address in the command that the page shows. */
async function allowed(person: Person, name: string): Promise<string> {
  await person.presses(name, "Allow curl");
  const command = await person.share(name).locator("code").textContent();
  return /^curl -OJ '([^']+)'$/.exec(command ?? "")?.[1] ?? "";
}
