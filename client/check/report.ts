// What is said of a verdict, on the page and in a report that people paste into a bug report.
import type { Failure } from "../../protocol/failure.ts";
import type { CheckItem, CheckWords } from "../../protocol/words/host/en.ts";
import { filled } from "../../protocol/words.ts";
import type { Verdict } from "./verdict.ts";

/** What the page brought along: words in its language, and the sentence of each failure that a socket may end with. */
export type Texts = { readonly words: CheckWords; readonly failures: { readonly [Name in Failure]?: string } };
export type Results = ReadonlyMap<CheckItem, Verdict>;

/** What was found, what it means, and what would help. @param address what stands for the address, if not itself */
export function sentencesOf(verdict: Verdict, { words, failures }: Texts, address?: string): readonly [string, string, string] {
  const { name, room, why } = verdict;
  const fillings: Verdict["fillings"] = {
    ...verdict.fillings,
    ...(address === undefined || verdict.fillings.address === undefined ? {} : { address }),
    ...(why === undefined ? {} : { why: failures[why] ?? why }),
  };
  const [found, means, helps] = words.verdicts[name].map((text) => filled(text, fillings));
  const more = room === undefined ? [] : [filled(words.room, { size: room })];
  return [[found ?? "", ...more].join(""), means ?? "", helps ?? ""];
}

/** @param about `origin`: where the page came from, which is an address too; `addresses`: whether the report has any */
export function reportOf(
  results: Results,
  texts: Texts,
  about: { readonly browser: string; readonly origin: string; readonly addresses: boolean },
): string {
  const scheme = about.origin.replace(/:.*$/, "");
  const items = Object.keys(texts.words.items) as CheckItem[];
  const lines = items.map((item) => {
    const verdict = results.get(item);
    if (verdict === undefined) return `${item}: running`;
    const [found] = sentencesOf(verdict, texts, about.addresses ? undefined : "…");
    return `${item}: ${verdict.state} (${verdict.name}) ${found}`;
  });
  return ["roomcp /check", about.browser, about.addresses ? about.origin : scheme, ...lines, ""].join("\n");
}
