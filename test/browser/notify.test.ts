// Who is not looking is told, if they want it, and only then; the settings of a device in one place.
import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { newRoom, parted } from "../support/gathering.ts";
import { type Person, personIn } from "../support/person.ts";
import { setWholeStage } from "../support/stage.ts";

const stage = setWholeStage();
const limit = 90_000;
const patience = { timeout: 20_000 };

/** A page that can be put into the background, and counts how often it asks for leave to notify. */
async function listener(grants = true): Promise<Person> {
  const person = await personIn(stage.browser);
  if (grants) await person.context.grantPermissions(["notifications"], { origin: stage.site.url });
  await person.page.addInitScript(() => {
    const shown = { hidden: false, asked: 0, shaken: 0, tones: 0 };
    Object.defineProperty(document, "hidden", { get: () => shown.hidden });
    Object.defineProperty(document, "visibilityState", { get: () => (shown.hidden ? "hidden" : "visible") });
    const ask = Notification.requestPermission.bind(Notification);
    Notification.requestPermission = () => {
      shown.asked++;
      return ask();
    };
    navigator.vibrate = () => {
      shown.shaken++;
      return true;
    };
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
      shown.tones++;
      return start.apply(this, when);
    };
    const hide = (hidden: boolean) => {
      shown.hidden = hidden;
      document.dispatchEvent(new Event("visibilitychange"));
    };
    Object.assign(window, { shown, hide });
  });
  return person;
}

const counted = (page: Page) => page.evaluate<{ asked: number; shaken: number; tones: number }>("shown");
const hide = (page: Page, hidden: boolean) => page.evaluate(`hide(${hidden})`);
const notifications = (page: Page) =>
  page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    return (await worker.getNotifications()).map(({ title, body, tag, silent, data }) => ({ title, body, tag, silent, data }));
  });
async function notified(page: Page, body: string): Promise<void> {
  while (!(await notifications(page)).some((each) => each.body === body)) await Bun.sleep(50);
}

test(
  "a notification is asked for by a gesture alone, and shown only while nobody looks: one for a room, gone when they are back",
  async () => {
    const room = await newRoom(stage.site);
    const [ann, ben] = [await listener(), await personIn(stage.browser)];
    await ann.enter(room, "Ann");
    await ben.enter(room, "Ben");
    await ann.sees("Ben", "direct");
    await hide(ann.page, true);
    await ben.says("nobody asked");
    await ann.hears("nobody asked");
    expect([(await counted(ann.page)).asked, await notifications(ann.page)]).toEqual([0, []]);
    await hide(ann.page, false);

    await ann.page.getByRole("button", { name: "Settings" }).click();
    await ann.page.getByRole("checkbox", { name: "Notify me" }).check();
    expect((await counted(ann.page)).asked).toBe(1);
    await ann.page.getByRole("dialog", { name: "Settings" }).getByRole("button", { name: "Close" }).click();
    expect(await ann.page.getByRole("dialog").count()).toBe(0);
    await ben.says("seen at once");
    await ann.hears("seen at once");
    expect(await notifications(ann.page)).toEqual([]);

    await hide(ann.page, true);
    await ben.says("one");
    await notified(ann.page, "Ben: one");
    await ben.shares(await stage.folder.make("plan.bin", 70_000));
    await notified(ann.page, "Ben: one\nBen shares plan.bin");
    const path = new URL(room).pathname;
    const [name] = path.split("/").slice(-1);
    expect(await notifications(ann.page)).toEqual([
      { title: name, body: "Ben: one\nBen shares plan.bin", tag: path, silent: true, data: path },
    ] as never);
    expect((await counted(ann.page)).tones).toBe(0);

    // Pressing it leads to the tab, where there is one.
    const [worker] = ann.context.serviceWorkers();
    const focused = await worker?.evaluate(async () => {
      const self = globalThis as unknown as { registration: ServiceWorkerRegistration } & EventTarget;
      const seen = Promise.withResolvers<string>();
      const { prototype } = (globalThis as never as { WindowClient: { prototype: { url: string; focus(): Promise<unknown> } } })
        .WindowClient;
      prototype.focus = async function () {
        seen.resolve(this.url);
      };
      const [notification] = await self.registration.getNotifications();
      const Pressed = (globalThis as never as { NotificationEvent: new (type: string, init: object) => Event }).NotificationEvent;
      self.dispatchEvent(new Pressed("notificationclick", { notification }));
      return seen.promise;
    });
    expect(new URL(focused ?? "").pathname).toBe(path);

    await ben.says("two");
    await notified(ann.page, "Ben: one\nBen shares plan.bin\nBen: two");
    await hide(ann.page, false);
    while ((await notifications(ann.page)).length > 0) await Bun.sleep(50);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "the title counts what was said while nobody looked; what arrives shakes a phone in the hand; sounds are off until they are wanted",
  async () => {
    const room = await newRoom(stage.site);
    const [ann, ben] = [await listener(false), await personIn(stage.browser)];
    await ann.enter(room, "Ann");
    await ben.enter(room, "Ben");
    await ann.sees("Ben", "direct");
    const title = await ann.page.title();
    await ben.shares(await stage.folder.make("film.bin", 70_000));
    await ann.downloads("film.bin");
    await ann.shareIs("film.bin", "complete");
    while ((await counted(ann.page)).shaken === 0) await Bun.sleep(50);
    await hide(ann.page, true);
    for (const text of ["one", "two"]) await ben.says(text);
    await ann.hears("two");
    expect(await ann.page.title()).toBe(`(2) ${title}`);
    await hide(ann.page, false);
    expect([await ann.page.title(), (await counted(ann.page)).tones]).toEqual([title, 0]);

    await ann.page.getByRole("button", { name: "Settings" }).click();
    await ann.page.getByRole("checkbox", { name: "Sounds" }).check();
    expect((await counted(ann.page)).tones).toBe(1);
    await ann.page.keyboard.press("Escape");
    await hide(ann.page, true);
    await ben.says("three");
    while ((await counted(ann.page)).tones < 2) await Bun.sleep(50);
    expect((await counted(ann.page)).asked).toBe(0);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "the settings work by keyboard, stay over a reload, and forget the last rooms",
  async () => {
    const ann = await personIn(stage.browser);
    await ann.enter(await newRoom(stage.site), "Ann");
    await ann.page.getByRole("button", { name: "Settings" }).focus();
    await ann.page.keyboard.press("Enter");
    const dialog = ann.page.getByRole("dialog", { name: "Settings" });
    await dialog.getByRole("checkbox", { name: "Remember rooms on this device" }).waitFor(patience);
    expect(await dialog.getByRole("checkbox", { name: "Remember rooms on this device" }).isChecked()).toBe(true);
    await dialog.getByRole("checkbox", { name: "Remember rooms on this device" }).focus();
    await ann.page.keyboard.press("Space");
    await ann.page.keyboard.press("Escape");
    expect(await ann.page.evaluate(() => document.activeElement?.getAttribute("title"))).toBe("Settings");
    await ann.page.reload();
    await ann.sees("Ann", "self");
    await ann.page.getByRole("button", { name: "Settings" }).click();
    expect(await dialog.getByRole("checkbox", { name: "Remember rooms on this device" }).isChecked()).toBe(false);
    await ann.page.goto(stage.site.url);
    expect(await ann.page.getByRole("heading", { name: "Last rooms" }).isVisible()).toBe(false);
    await parted([ann]);
  },
  limit,
);

test(
  "the screen is said to stay on while files move, and no longer",
  async () => {
    const room = await newRoom(stage.site);
    const [ann, ben] = [await personIn(stage.browser), await personIn(stage.browser)];
    await ann.enter(room, "Ann");
    await ben.enter(room, "Ben");
    const said = ann.page.getByText("The screen stays on while files move.");
    expect(await said.isVisible()).toBe(false);
    await ben.shares(await stage.folder.make("large.bin", 300_000_000));
    await ann.downloads("large.bin");
    await said.waitFor(patience);
    await ann.presses("large.bin", "Pause");
    await said.waitFor({ state: "hidden", ...patience });
    await parted([ann, ben]);
  },
  limit,
);
