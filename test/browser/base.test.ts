// The real page under a path of its own: people make a room, meet, copy a file, look whether all is well, and leave.
import { expect, test } from "bun:test";
import { sha256 } from "../support/files.ts";
import { parted } from "../support/gathering.ts";
import { personIn } from "../support/person.ts";
import { setStage } from "../support/stage.ts";

const base = "/tools/rooms";
const stage = setStage("--base", base);

test("with --base, a room that is made there is met in, copied in and left, and nothing is asked for outside of it", async () => {
  const [ann, ben] = [await personIn(stage.browser, { locale: "en" }), await personIn(stage.browser, { locale: "en" })];
  const asked: string[] = [];
  for (const { page } of [ann, ben]) {
    page.on("request", (request) => asked.push(request.url()));
    page.on("websocket", (socket) => asked.push(socket.url()));
  }
  await ann.page.goto(stage.site.url + base);
  await ann.page.getByRole("button", { name: "Create room" }).click();
  await ann.page.waitForURL(new RegExp(`${base}/r/[a-z2-9]{8}#k=`));
  const room = ann.page.url();
  await ann.enter(room, "Ann");
  await ben.enter(room, "Ben");
  await Promise.all([ann.sees("Ben", "direct"), ben.sees("Ann", "direct")]);

  const path = await stage.folder.make("plan.bin", 2_000_001);
  await ann.shares(path);
  await ben.downloads("plan.bin");
  await ben.shareIs("plan.bin", "complete");
  expect(await sha256((await ben.saves("plan.bin")).path)).toBe(await sha256(path));

  await ben.page.getByRole("button", { name: "Show QR code" }).click();
  await ben.page.getByRole("dialog").getByRole("img", { name: room }).waitFor();
  await ben.page.getByRole("button", { name: "Close" }).click();
  await ben.page.getByRole("button", { name: "Leave room" }).click();
  await ben.page.getByRole("button", { name: "Create room" }).waitFor();
  expect(new URL(ben.page.url()).pathname).toBe(`${base}/`);

  await ben.page.getByRole("link", { name: "Check this browser" }).click();
  await ben.page.locator('[data-part="summary"]:not([data-state="running"])').waitFor({ timeout: 40_000 });
  expect(await ben.page.getByRole("status").textContent()).toStartWith("All is well");

  const paths = asked.filter((url) => !url.startsWith("blob:")).map((url) => new URL(url).pathname);
  expect(paths.filter((path) => /\/(signal|relay)$/.test(path)).length).toBeGreaterThan(3);
  expect(paths.filter((path) => !path.startsWith(`${base}/`) && path !== base)).toEqual([]);
  await parted([ann, ben]);
}, 90_000);
