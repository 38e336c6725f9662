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
