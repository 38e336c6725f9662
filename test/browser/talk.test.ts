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
