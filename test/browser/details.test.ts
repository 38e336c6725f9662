// What is told of the connection to each person: direct, relayed, or none.
import { expect, setDefaultTimeout, test } from "bun:test";
import { newRoom, parted } from "../support/gathering.ts";
import { type Person, personIn } from "../support/person.ts";
import { openSite } from "../support/site.ts";
import { setStage } from "../support/stage.ts";
import { wallIn } from "../support/wall.ts";

setDefaultTimeout(60_000);
const stage = setStage();

async function opens(person: Person, name: string) {
  const button = person.page.getByRole("button", { name: `Details of ${name}` });
  expect(await button.getAttribute("aria-expanded")).toBe("false");
  await button.focus();
  await person.page.keyboard.press("Enter");
  await person.person(name).getByText("There and back:").waitFor();
  expect(await button.getAttribute("aria-expanded")).toBe("true");
  return button;
}

test("[L19] of a direct link the way and the round trip are told while somebody wants to know", async () => {
  const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Person, Person];
  const button = await opens(ann, "Ben");
  await ann.person("Ben").getByText("UDP").waitFor();
  await ann.person("Ben").getByText("Nothing is being copied").waitFor();
  await button.click();
  await ann.person("Ben").getByText("There and back:").waitFor({ state: "hidden" });
  expect(await button.getAttribute("aria-expanded")).toBe("false");
  await parted([ann, ben]);
});

test("[L19] of a relayed one it is told that the server passes it on, and how long that takes", async () => {
  await using prefers = await openSite({ flags: ["--relay", "prefer"] });
  const [ann, ben] = [await personIn(stage.browser), await personIn(stage.browser)];
  const url = await newRoom(prefers);
  await ann.enter(url, "Ann");
  await ben.enter(url, "Ben");
  await ann.sees("Ben", "relayed");
  await opens(ann, "Ben");
  await ann.person("Ben").getByText("Through this server").waitFor();
  await ann.person("Ben").getByText("host prefers that").waitFor();
  await parted([ann, ben]);
});

test("[L7] where neither a direct path nor a relay is to be had, that is said, and this browser can be checked", async () => {
  await using site = await openSite({ flags: ["--relay", "off"] });
  const [ann, ben] = [await personIn(stage.browser), await personIn(stage.browser)];
  await Promise.all([wallIn(ann.page), wallIn(ben.page)]);
  const url = await newRoom(site);
  await ann.enter(url, "Ann");
  await ben.enter(url, "Ben");
  await ann.page.locator('[data-state="unreachable"]').waitFor({ timeout: 40_000 });
  const someone = ann.person("Someone");
  await someone.getByText("No direct path to this person was found").waitFor();
  await someone.getByText("This server lends no relay").waitFor();
  const link = someone.getByRole("link", { name: "Check this browser" });
  const [check] = await Promise.all([ann.context.waitForEvent("page"), link.click()]);
  await check.getByRole("heading", { name: "Check this browser" }).waitFor();
  await parted([ann, ben]);
});
