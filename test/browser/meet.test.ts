// Two people meet through the real page: they see each other, talk, and copy files.
import { expect, test } from "bun:test";
import { sha256 } from "../support/files.ts";
import { parted } from "../support/gathering.ts";
import { type Person, personIn } from "../support/person.ts";
import { setStage } from "../support/stage.ts";

const stage = setStage();
const limit = 60_000;

test(
  "[C1] [R3] [R7] 太郎 and Zoë meet, talk, and copy a file under its exact name",
  async () => {
    const [taro, zoe] = (await stage.meet("太郎", "Zoë")) as [Person, Person];
    await taro.says("こんにちは、Zoë!\nsee https://example.com/部屋?a=1.");
    await zoe.hears("こんにちは、Zoë!");
    const link = zoe.log.getByRole("link");
    expect(await link.getAttribute("href")).toBe("https://example.com/%E9%83%A8%E5%B1%8B?a=1");
    expect(await link.getAttribute("rel")).toContain("noopener");
    await zoe.says("やあ、太郎");
    await taro.hears("やあ、太郎");

    const path = await stage.folder.make("it's 報告書 (最終).bin", 5_000_001);
    await taro.shares(path);
    await taro.shareIs("it's 報告書", "offered");
    await zoe.downloads("it's 報告書 (最終).bin");
    await zoe.shareIs("it's 報告書", "complete");
    expect(await zoe.share("it's 報告書").getByText("Verified").isVisible()).toBe(true);
    expect(await zoe.share("it's 報告書").getByRole("progressbar").getAttribute("aria-valuenow")).toBe("100");
    await taro.share("it's 報告書").getByText("Zoë has it all").waitFor();
    const saved = await zoe.saves("it's 報告書");
    expect(saved.suggested).toBe("it's 報告書 (最終).bin");
    expect(await sha256(saved.path)).toBe(await sha256(path));
    await zoe.shareIs("it's 報告書", "saved");
    await parted([taro, zoe]);
  },
  limit,
);

test(
  "what is chosen in the moment after Enter, while the page is still loading, is shared once it is there",
  async () => {
    const person = await personIn(stage.browser);
    await person.page.route(/\/assets\/session-/, async (route) => {
      await Bun.sleep(1_500);
      await route.continue();
    });
    await person.enter(`${stage.site.url}/r/early`, "Eve");
    await person.shares(await stage.folder.make("early.bin", 1_000));
    expect(await person.share("early.bin").count()).toBe(0);
    await person.shareIs("early.bin", "offered");
    await parted([person]);
  },
  limit,
);

test(
  "[R11] zero bytes, and several files with empty ones among them, arrive whole",
  async () => {
    const [ken, mia] = (await stage.meet("Ken", "Mia")) as [Person, Person];
    const empty = await stage.folder.make("nothing.txt", 0);
    const big = await stage.folder.make("big.bin", 2_500_000);
    const small = await stage.folder.make("small.bin", 17);
    await ken.shares(empty);
    await mia.downloads("nothing.txt");
    await mia.shareIs("nothing.txt", "complete");
    expect(await sha256((await mia.saves("nothing.txt")).path)).toBe(await sha256(empty));

    await ken.shares(big, empty, small);
    await mia.downloads("big.bin and 2 more");
    await mia.shareIs("big.bin", "complete");
    const downloads: string[] = [];
    mia.page.on("download", async (download) => downloads.push(`${download.suggestedFilename()} ${await sha256(await download.path())}`));
    await mia.share("big.bin").getByRole("button", { name: "Save one by one", exact: true }).click();
    await mia.shareIs("big.bin", "saved");
    const expected = await Promise.all([big, empty, small].map(async (path) => `${path.split("/").at(-1)} ${await sha256(path)}`));
    while (downloads.length < 3) await Bun.sleep(20);
    expect(downloads.sort()).toEqual(expected.sort());
    await parted([ken, mia]);
  },
  limit,
);

test(
  "[N4] a name with quotes and markup is shown as it is and does no harm",
  async () => {
    const [ken, mia] = (await stage.meet("<b>Ken</b>", '"; Mia')) as [Person, Person];
    const name = `"><img src=x onerror=alert(1)> & 'q'.txt`;
    await ken.shares(await stage.folder.make(name, 1000));
    await mia.share(name).waitFor();
    await mia.downloads(name);
    await mia.shareIs(name, "complete");
    await ken.says("<script>alert(1)</script> javascript:alert(1)");
    await mia.hears("<script>alert(1)</script> javascript:alert(1)");
    expect(await mia.page.locator("main img, .log script, .log a").count()).toBe(0);
    // Chromium itself replaces what Windows cannot hold.
    expect((await mia.saves(name)).suggested).toContain("'q'.txt");
    await parted([ken, mia]);
  },
  limit,
);

test(
  "[T6] three people at once: two take the same share, and the owner sees both",
  async () => {
    const [ann, ben, cleo] = (await stage.meet("Ann", "Ben", "Cleo")) as [Person, Person, Person];
    const path = await stage.folder.make("for both.bin", 5_000_000);
    await ann.shares(path);
    await Promise.all([ben.downloads("for both.bin"), cleo.downloads("for both.bin")]);
    await Promise.all([ben.shareIs("for both.bin", "complete"), cleo.shareIs("for both.bin", "complete")]);
    for (const each of [ben, cleo]) expect(await sha256((await each.saves("for both.bin")).path)).toBe(await sha256(path));
    await ann.share("for both.bin").getByText("Ben has it all").waitFor();
    await ann.share("for both.bin").getByText("Cleo has it all").waitFor();
    await parted([ann, ben, cleo]);
  },
  limit,
);

test(
  "[C3] [C4] a newcomer learns what was said before; comings and goings are told to those who were there",
  async () => {
    const [ann] = (await stage.meet("Ann")) as [Person];
    await ann.says("alone so far");
    const ben = await personIn(stage.browser);
    await ben.enter(ann.page.url(), "Ann");
    await ann.hears("Ann (2) joined");
    await ann.sees("Ann (2)", "direct");
    await ben.hears("alone so far");
    expect(await ben.log.getByText("from before you came").count()).toBe(1);
    expect(await ben.log.getByText("joined").count()).toBe(0);
    await ben.page.getByRole("button", { name: "Leave room" }).click();
    await ann.hears("Ann (2) left");
    expect(await ann.page.getByRole("list", { name: "People" }).getByRole("listitem").count()).toBe(1);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "Enter sends, Shift+Enter breaks the line, and Enter that ends a conversion of the IME does neither",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    const field = ann.page.getByRole("textbox", { name: "Message" });
    await field.focus();
    await ann.page.keyboard.type("one");
    await ann.page.keyboard.press("Shift+Enter");
    await ann.page.keyboard.type("two");
    await ann.page.keyboard.press("Enter");
    await ben.hears("one\ntwo");
    expect(await field.inputValue()).toBe("");

    const ime = await ann.context.newCDPSession(ann.page);
    await ime.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
    // Chromium marks the key with isComposing while the composition lasts; Safari sends keyCode 229 after it is over.
    await ime.send("Input.dispatchKeyEvent", { type: "keyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 });
    await ime.send("Input.insertText", { text: "日本" });
    expect(await field.inputValue()).toBe("日本");
    await field.evaluate((element) =>
      element.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true })),
    );
    expect(await field.inputValue()).toBe("日本");
    expect(await ann.log.getByText("日本").count()).toBe(0);
    await ann.page.keyboard.press("Enter");
    await ben.hears("日本");
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[R8] cancelling keeps nothing and leaves the offer; withdrawing takes it away",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    await ann.shares(await stage.folder.make("large.bin", 200_000_000));
    await ben.downloads("large.bin");
    await ben.page.waitForFunction(() => Number(document.querySelector('[role="progressbar"]')?.getAttribute("aria-valuenow")) > 0);
    await ben.share("large.bin").getByRole("button", { name: "Cancel" }).click();
    await ben.shareIs("large.bin", "available");
    await ann.share("large.bin").getByText("Cancelled").waitFor();
    const left = await ben.page.evaluate(async () => {
      const names: string[] = [];
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("roomcp").catch(() => undefined);
      for await (const place of folder?.values() ?? [])
        for await (const name of (place as FileSystemDirectoryHandle).keys()) names.push(name);
      return names;
    });
    expect(left).toEqual([]);

    await ben.downloads("large.bin");
    await ben.shareIs("large.bin", "receiving");
    await ann.share("large.bin").getByRole("button", { name: "Stop sharing" }).click();
    await ben.shareIs("large.bin", "withdrawn");
    await ben.share("large.bin").getByText("No longer shared").waitFor();
    await ben.share("large.bin").getByRole("button", { name: "Remove" }).click();
    expect(await ben.share("large.bin").count()).toBe(0);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[R9] automatic download takes what is offered without a click, and is remembered",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    await ben.page.getByRole("checkbox", { name: "Automatic download" }).check();
    await ann.shares(await stage.folder.make("by itself.bin", 3_000_000));
    await ben.shareIs("by itself.bin", "complete");
    await ben.page.reload();
    await ben.sees("Ann", "direct");
    expect(await ben.page.getByRole("checkbox", { name: "Automatic download" }).isChecked()).toBe(true);
    await ben.shareIs("by itself.bin", "complete");
    await parted([ann, ben]);
  },
  limit,
);

test(
  "a file dropped anywhere, and one pasted, is shared",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
    for (const [kind, name] of [
      ["drop", "dropped.txt"],
      ["paste", "pasted.txt"],
    ] as const) {
      await ann.page.evaluate(
        ([kind, name]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(["hello"], name));
          const init = { bubbles: true, cancelable: true };
          const event =
            kind === "drop"
              ? new DragEvent("drop", { ...init, dataTransfer: transfer })
              : new ClipboardEvent("paste", { ...init, clipboardData: transfer });
          document.querySelector("main")?.dispatchEvent(event);
        },
        [kind, name] as const,
      );
      await ben.downloads(name);
      await ben.shareIs(name, "complete");
      expect(await Bun.file((await ben.saves(name)).path).text()).toBe("hello");
    }
    await parted([ann, ben]);
  },
  limit,
);
