// The list of checks on the page, as the server has drawn it: states and sentences are filled in, buttons listened to.
import type { CheckItem, CheckState } from "../../protocol/words/host/en.ts";
import { copied, copiedMs } from "../ui/copy.ts";
import { sentencesOf, type Texts } from "./report.ts";
import { summaryOf, type Verdict } from "./verdict.ts";

type Listening = { run(): void; report(addresses: boolean): string };

export function openBoard(main: HTMLElement, texts: Texts) {
  const { words } = texts;
  const part = (name: string, within: ParentNode = main) => within.querySelector<HTMLElement>(`[data-part="${name}"]`);
  const items = Object.keys(words.items) as readonly CheckItem[];
  const results = new Map<CheckItem, Verdict>();

  const write = (name: string, text: string, within?: ParentNode) => {
    const element = part(name, within);
    if (element !== null) element.textContent = text;
  };
  const fill = (item: CheckItem, verdict: Verdict | undefined) => {
    const row = main.querySelector<HTMLElement>(`[data-item="${item}"]`);
    if (row === null) return;
    const state: CheckState = verdict?.state ?? "running";
    row.dataset.state = state;
    write("state", words.states[state], row);
    const [found, means, helps] = verdict === undefined ? ["", "", ""] : sentencesOf(verdict, texts);
    write("found", found, row);
    write("means", means, row);
    write("helps", helps === "" ? "" : `${words.page.helps} ${helps}`, row);
    part("more", row)?.toggleAttribute("hidden", state === "running" || state === "good");
  };
  const summarize = () => {
    const state = summaryOf(items.map((item) => results.get(item)?.state ?? "running"));
    const summary = part("summary");
    if (summary === null || summary.dataset.state === state) return;
    summary.dataset.state = state;
    summary.textContent = words.summaries[state];
  };
  part("board")?.removeAttribute("hidden");

  return {
    results: results as ReadonlyMap<CheckItem, Verdict>,

    /** Everything is to be checked anew. */
    clear() {
      results.clear();
      for (const item of items) fill(item, undefined);
      part("by-hand")?.setAttribute("hidden", "");
      summarize();
    },

    show(item: CheckItem, verdict: Verdict) {
      results.set(item, verdict);
      fill(item, verdict);
      summarize();
    },

    listen({ run, report }: Listening) {
      part("again")?.addEventListener("click", run);
      part("copy")?.addEventListener("click", async () => {
        const addresses = part("addresses");
        const text = report(addresses instanceof HTMLInputElement && addresses.checked);
        if (await copied(text)) {
          write("copy", words.page.copied);
          setTimeout(() => write("copy", words.page.copy), copiedMs);
          return;
        }
        part("by-hand")?.removeAttribute("hidden");
        write("report", text);
      });
    },
  };
}
