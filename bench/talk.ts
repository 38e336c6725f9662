// How long chat takes from one page to another: from the press of "Send" until it stands in the other's log. Both read this machine's clock.
import type { Person } from "../test/support/person.ts";

/** How long the last words may take before they count as lost. */
const patienceMs = 20_000;

/** Talks from now on. What it returns stops that, and resolves to each message's milliseconds. */
export async function talk(from: Person, to: Person, everyMs: number): Promise<() => Promise<readonly number[]>> {
  // Letters, so that nothing in the log but this looks like it.
  const topic = `topic${Math.floor(Math.random() * 1e9)}x`;
  await to.page.evaluate((topic) => {
    const log = document.querySelector('[role="log"]');
    const heard = new Map<number, number>();
    const look = () => {
      for (const entry of [...(log?.children ?? [])].slice(-8)) {
        const number = new RegExp(`${topic}(\\d+)`).exec(entry.textContent ?? "")?.[1];
        if (number !== undefined && !heard.has(Number(number))) heard.set(Number(number), Date.now());
      }
    };
    const observer = new MutationObserver(look);
    if (log) observer.observe(log, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { [topic]: { heard, over: () => observer.disconnect() } });
  }, topic);
  await from.page.evaluate(
    ([topic, everyMs]) => {
      const field = document.querySelector<HTMLTextAreaElement>('textarea[aria-label="Message"]');
      const said: number[] = [];
      const say = () => {
        if (field === null) return;
        field.value = `${topic}${said.length}`;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        said.push(Date.now());
        field.form?.requestSubmit();
      };
      const timer = setInterval(say, everyMs);
      Object.assign(window, { [topic]: { said, over: () => clearInterval(timer) } });
    },
    [topic, everyMs] as const,
  );
  return async () => {
    const said = await from.page.evaluate((topic) => {
      const talk = (window as unknown as Record<string, { said: readonly number[]; over(): void }>)[topic];
      talk?.over();
      return talk?.said ?? [];
    }, topic);
    const heard = await to.page.evaluate(
      async ([topic, count, patienceMs]) => {
        const talk = (window as unknown as Record<string, { heard: ReadonlyMap<number, number>; over(): void }>)[topic];
        for (const began = Date.now(); (talk?.heard.size ?? 0) < count && Date.now() - began < patienceMs; )
          await new Promise((resolve) => setTimeout(resolve, 50));
        talk?.over();
        return [...(talk?.heard ?? [])];
      },
      [topic, said.length, patienceMs] as const,
    );
    const times = new Map(heard);
    return said.map((at, number) => (times.get(number) ?? Number.POSITIVE_INFINITY) - at);
  };
}
