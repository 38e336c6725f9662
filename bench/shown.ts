// Waiting for what a page shows: the page itself tells, so that nobody asks it again and again while it is measured.
import type { Person } from "../test/support/person.ts";

/** Resolves when a share has come so far. Rejects if it fails. */
export function untilShown(person: Person, name: string, until: { state: string } | { percent: number }): Promise<void> {
  return person.page.evaluate(
    ([name, until]) => {
      const list = document.querySelector('ul[aria-label="Shares"]');
      return new Promise<void>((resolve, reject) => {
        const look = () => {
          const item = [...(list?.children ?? [])].find((each) => each.textContent?.includes(name));
          const state = item?.getAttribute("data-state");
          const percent = Number(item?.querySelector('[role="progressbar"]')?.getAttribute("aria-valuenow") ?? 0);
          if ("state" in until ? state === until.state : percent >= until.percent) resolve();
          else if (state === "failed" || state === "withdrawn") reject(new Error(item?.textContent ?? "failed"));
        };
        const what = { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state", "aria-valuenow"] };
        if (list) new MutationObserver(look).observe(list, what);
        look();
      });
    },
    [name, until] as const,
  );
}

/** Milliseconds from the click on "Download" until the share is verified and stored. */
export async function timeToReceive(receiver: Person, name: string): Promise<number> {
  const done = untilShown(receiver, name, { state: "complete" });
  const began = performance.now();
  await receiver.downloads(name);
  await done;
  return performance.now() - began;
}

/** Both let go of a share, whatever became of it, so that the next finds the same room as this one. */
export async function letGo(sharer: Person, receiver: Person, name: string): Promise<void> {
  const item = receiver.share(name);
  const press = async (button: string) => {
    const found = item.getByRole("button", { name: button, exact: true });
    // It may go away by itself just now.
    if (await found.isVisible()) await found.click({ timeout: 1_000 }).catch(() => {});
  };
  await press("Cancel");
  await press("Remove");
  await sharer.presses(name, "Stop sharing");
  await sharer.share(name).waitFor({ state: "detached" });
  // A copy that was begun stays in the list, though nobody offers it any more.
  for (const began = performance.now(); (await item.count()) > 0; await Bun.sleep(100)) {
    if (performance.now() - began > goneWithinMs) throw new Error(`${name} stays in the list`);
    await press("Remove");
  }
}

const goneWithinMs = 30_000;
