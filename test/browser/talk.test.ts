// What people say to each other through the real page: how it is shown, to whom, and what helps in writing it.
import { expect, setDefaultTimeout, test } from "bun:test";
import { parted } from "../support/gathering.ts";
import type { Person } from "../support/person.ts";
import { setStage } from "../support/stage.ts";

const stage = setStage();
setDefaultTimeout(60_000);

/** What is on this person's clipboard, as a page without it would learn it: by pasting. */
async function pasted({ page }: Person): Promise<string> {
  const field = page.getByRole("textbox", { name: "Message" });
  await field.fill("");
  await field.focus();
  await page.keyboard.press("Control+V");
  const text = await field.inputValue();
  await field.fill("");
  return text;
}

test("code, strong words and addresses are shown as such, a block is copied by its button, and a message as it was written", async () => {
  const [taro, zoe] = (await stage.meet("太郎", "Zoë")) as [Person, Person];
  const text = "**大切**: `bun test`、https://a.example/x！\n```ts\nconst a = 1 < 2;\n  // ここ\n```\n<img src=x onerror=alert(1)>";
  await taro.says(text);
  await zoe.hears("大切");
  expect(await zoe.log.locator("strong").textContent()).toBe("大切");
  expect(await zoe.log.locator("code.inline").textContent()).toBe("bun test");
  expect(await zoe.log.getByRole("link").getAttribute("href")).toBe("https://a.example/x");
  expect(await zoe.log.locator("pre").textContent()).toBe("const a = 1 < 2;\n  // ここ");
  expect(await zoe.log.getByText("<img src=x onerror=alert(1)>").count()).toBe(1);
  expect(await zoe.log.locator("img").count()).toBe(0);
  const copy = zoe.log.getByRole("button", { name: "Copy", exact: true });
  await copy.focus();
  await zoe.page.keyboard.press("Enter");
  await zoe.log.getByRole("button", { name: "Copied" }).waitFor();
  expect(await pasted(zoe)).toBe("const a = 1 < 2;\n  // ここ");
  await zoe.log.getByRole("button", { name: "Copy message" }).click();
  await zoe.log.locator(".turns[data-done]").waitFor();
  expect(await pasted(zoe)).toBe(text);
  await parted([taro, zoe]);
});

test("a browser without a clipboard copies too, and the keyboard stays where it was", async () => {
  const [ken, mia] = (await stage.meet("Ken", "Mia")) as [Person, Person];
  await mia.page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await ken.says("took it");
  await mia.hears("took it");
  await mia.log.getByRole("button", { name: "Copy message" }).focus();
  await mia.page.keyboard.press("Enter");
  await mia.log.getByRole("button", { name: "Copied" }).waitFor();
  expect(await mia.page.evaluate(() => document.activeElement?.textContent)).toContain("Copied");
  expect(await pasted(mia)).toBe("took it");
  await parted([ken, mia]);
});

test("[C6] whoever writes is shown to write, and no longer when the field is empty; nobody's reader is told so aloud", async () => {
  const [ken, mia] = (await stage.meet("Ken", "Mia")) as [Person, Person];
  const writing = mia.page.getByText("Ken is typing…");
  await ken.page.getByRole("textbox", { name: "Message" }).pressSequentially("hm");
  await writing.waitFor();
  expect(await writing.evaluate((line) => line.closest("[aria-live], [role=log], [role=status], [role=alert]"))).toBeNull();
  await ken.page.getByRole("textbox", { name: "Message" }).fill("");
  await writing.waitFor({ state: "hidden" });
  await parted([ken, mia]);
});

test("[C5] [C7] a direct message is seen by two, marked, and told to nobody who comes later; its writer sees that it has arrived", async () => {
  const [ken, mia, leo] = (await stage.meet("Ken", "Mia", "Leo")) as [Person, Person, Person];
  await ken.page.getByRole("button", { name: "Message Mia" }).click();
  const field = ken.page.getByRole("textbox", { name: "Message" });
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await ken.page.getByRole("combobox", { name: "To", exact: true }).inputValue()).not.toBe("");
  await ken.page.getByText("Only Mia will see this.").waitFor();
  await ken.page.keyboard.type("for you alone");
  await mia.page.getByText("Ken is typing to you alone…").waitFor();
  expect(await leo.page.getByText("is typing").count()).toBe(0);
  await ken.page.keyboard.press("Enter");
  await mia.hears("for you alone");
  await mia.log.getByText("only you and Ken").waitFor();
  await ken.log.getByText("only you and Mia").waitFor();
  await ken.log.locator('[data-delivery="delivered"]').waitFor();
  await ken.page.keyboard.press("Escape");
  expect(await ken.page.getByRole("combobox", { name: "To", exact: true }).inputValue()).toBe("");
  await ken.page.keyboard.type("for all");
  await ken.page.keyboard.press("Enter");
  await leo.hears("for all");
  expect(await leo.log.getByText("for you alone").count()).toBe(0);

  await leo.page.reload();
  await leo.hears("for all");
  await mia.page.reload();
  await mia.hears("for you alone");
  await mia.log.getByText("only you and Ken").waitFor();
  expect(await leo.log.getByText("for you alone").count()).toBe(0);
  await parted([ken, mia, leo]);
});

test("[C5] what is written for one who has left goes to nobody, and stays in the field", async () => {
  const [ken, mia, leo] = (await stage.meet("Ken", "Mia", "Leo")) as [Person, Person, Person];
  await ken.page.getByRole("button", { name: "Message Mia" }).click();
  await ken.page.keyboard.type("secret");
  await mia.page.getByRole("button", { name: "Leave room" }).click();
  await ken.person("Mia").waitFor({ state: "detached", timeout: 20_000 });
  await ken.page.keyboard.press("Enter");
  await ken.page.getByRole("alert").getByText("They have left").waitFor();
  expect(await ken.page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("secret");
  expect(await leo.log.getByText("secret").count()).toBe(0);
  await parted([ken, mia, leo]);
});

test("where reading stopped there is a line, and a button says how many came since; nothing moves what somebody reads", async () => {
  const [ken, mia] = (await stage.meet("Ken", "Mia")) as [Person, Person];
  for (let n = 0; n < 20; n++) await ken.says(`line ${n}\nand more`);
  await mia.hears("line 19");
  await mia.log.evaluate((log) => log.scrollTo({ top: 0 }));
  const latest = mia.page.getByRole("button", { name: "To the latest message" });
  await latest.waitFor();
  await ken.says("late one");
  await ken.says("late two");
  await latest.getByText("2 new").waitFor();
  expect(await mia.log.evaluate((log) => log.scrollTop)).toBe(0);
  const marked = mia.log.locator(".entry").filter({ has: mia.page.locator(".new") });
  expect(await marked.textContent()).toContain("late one");
  await latest.click();
  await latest.waitFor({ state: "hidden" });
  expect(await marked.count()).toBe(1);
  await mia.says("read");
  await marked.waitFor({ state: "detached" });
  await parted([ken, mia]);
});

test("whoever comes back to a tab finds the line where they stopped", async () => {
  const [ken, mia] = (await stage.meet("Ken", "Mia")) as [Person, Person];
  const hide = (hidden: boolean) =>
    mia.page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await ken.says("before");
  await mia.hears("before");
  await hide(true);
  for (let n = 0; n < 20; n++) await ken.says(`line ${n}\nand more`);
  await mia.hears("line 19");
  await hide(false);
  const latest = mia.page.getByRole("button", { name: "To the latest message" });
  await latest.getByText("20 new").waitFor();
  expect(
    await mia.log
      .locator(".entry")
      .filter({ has: mia.page.locator(".new") })
      .textContent(),
  ).toContain("line 0");
  await mia.page.waitForFunction(() => {
    const [log, line] = ['[role="log"]', ".new"].map((each) => document.querySelector(each)?.getBoundingClientRect());
    return log && line && line.top >= log.top - 1 && line.bottom <= log.bottom + 1;
  });
  await latest.click();
  await latest.waitFor({ state: "hidden" });
  await parted([ken, mia]);
});

test("an @ offers names, a colon emoji, both by keyboard; whoever is named is told, and sees it marked", async () => {
  const [ken, mia] = (await stage.meet("Ken", "Mia")) as [Person, Person];
  const field = ken.page.getByRole("textbox", { name: "Message" });
  await field.pressSequentially("look @m");
  const options = ken.page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  await options.getByText("Mia").waitFor();
  expect(await field.getAttribute("aria-activedescendant")).toBe(await options.first().getAttribute("id"));
  await ken.page.keyboard.press("Enter");
  expect(await field.inputValue()).toBe("look @Mia ");
  await field.pressSequentially(":ta");
  await options.getByText(":tada:").waitFor();
  await ken.page.keyboard.press("Escape");
  await options.first().waitFor({ state: "hidden" });
  await field.pressSequentially("da");
  await options.getByText(":tada:").waitFor();
  await field.press("Tab");
  await field.pressSequentially(" :fire:");
  await ken.page.waitForFunction(() => document.querySelector("textarea")?.value.endsWith("🔥"));
  expect(await field.inputValue()).toBe("look @Mia 🎉 🔥");
  await field.press("Enter");
  await mia.hears("look @Mia 🎉 🔥");
  await mia.log.getByText("mentions you").filter({ visible: true }).waitFor();
  expect(await ken.log.getByText("mentions you").filter({ visible: true }).count()).toBe(0);
  await parted([ken, mia]);
});

test("an IME at work neither sends nor chooses", async () => {
  const [ken, mia] = (await stage.meet("Ken", "太郎")) as [Person, Person];
  const field = ken.page.getByRole("textbox", { name: "Message" });
  const options = ken.page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  await field.pressSequentially("@");
  await options.getByText("太郎").waitFor();
  const devices = await ken.context.newCDPSession(ken.page);
  await devices.send("Input.imeSetComposition", { text: "た", selectionStart: 1, selectionEnd: 1 });
  await options.first().waitFor({ state: "hidden" });
  for (const key of ["Enter", "Tab", "ArrowDown"] as const)
    await field.evaluate((element, key) => {
      element.dispatchEvent(new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true, cancelable: true }));
    }, key);
  expect(await mia.log.getByText("@").count()).toBe(0);
  await devices.send("Input.insertText", { text: "太" });
  await options.getByText("太郎").waitFor();
  await field.press("Enter");
  expect(await field.inputValue()).toBe("@太郎 ");
  await parted([ken, mia]);
});

test("messages are found, counted and gone through by keyboard, and closing brings back what was", async () => {
  const [ken, mia] = (await stage.meet("Ken", "Mia")) as [Person, Person];
  for (let n = 0; n < 30; n++) await ken.says(n % 10 === 3 ? `the plan ${n}` : `line ${n}\nmore`);
  await mia.hears("line 29");
  await mia.page.getByRole("button", { name: "Search messages" }).click();
  const query = mia.page.getByRole("textbox", { name: "Search messages" });
  await query.pressSequentially("PLAN");
  await mia.page.getByText("3 of 3").waitFor();
  expect(await mia.log.locator('[data-found="current"]').textContent()).toContain("the plan 23");
  await mia.page.keyboard.press("Enter");
  await mia.page.keyboard.press("Enter");
  await mia.page.getByText("1 of 3").waitFor();
  const current = mia.log.locator('[data-found="current"]');
  expect(await current.textContent()).toContain("the plan 3");
  await mia.page.waitForFunction(() => {
    const [log, entry] = ['[role="log"]', '[data-found="current"]'].map((each) => document.querySelector(each)?.getBoundingClientRect());
    return log && entry && entry.top >= log.top - 1 && entry.bottom <= log.bottom + 1;
  });
  await mia.page.keyboard.press("Shift+Enter");
  await mia.page.getByText("2 of 3").waitFor();
  await query.fill("nowhere");
  await mia.page.getByText("Nothing found").waitFor();
  await mia.page.keyboard.press("Escape");
  await query.waitFor({ state: "detached" });
  expect(await mia.log.locator("[data-found]").count()).toBe(0);
  await parted([ken, mia]);
});

test("what is too long for a message stays, and is shared as a file instead, byte for byte", async () => {
  const [ken, mia] = (await stage.meet("Ken", "Mia")) as [Person, Person];
  const text = "長い話🙂\n".repeat(1_000);
  const field = ken.page.getByRole("textbox", { name: "Message" });
  await field.fill(text);
  await ken.page.getByRole("button", { name: "Send" }).click();
  await ken.page.getByRole("alert").getByText("too long").waitFor();
  expect(await field.inputValue()).toBe(text);
  await ken.page.getByRole("button", { name: "Share it as a text file" }).click();
  await ken.shareIs("message", "offered");
  expect(await field.inputValue()).toBe("");
  await mia.downloads("message");
  await mia.shareIs("message", "complete");
  const saved = await mia.saves("message");
  expect(saved.suggested).toMatch(/^message \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.txt$/);
  expect(await Bun.file(saved.path).text()).toBe(text);
  await parted([ken, mia]);
});
