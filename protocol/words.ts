// What people read, in their language. The catalogues are in `words/`; whoever needs all of them imports `words/all.ts`.
import type { Failure } from "./failure.ts";
import type { WordKey } from "./words/en.ts";

export type { WordKey };

export const languageNames = ["en", "ja"] as const;
export type Language = (typeof languageNames)[number];

type Fillings = Readonly<Record<string, string | number>>;

/** Speaks one language: `say("chat.joined", { name })`. A filling called `n` chooses between singular and plural. */
export type Say<Key extends string = WordKey> = (key: Key, fillings?: Fillings) => string;

export function sayIn<Key extends string>(words: Readonly<Record<Key, string>>): Say<Key> {
  return (key, fillings = {}) => {
    const [one = "", other = one] = words[key].split("|");
    return filled(fillings.n === 1 ? one : other, fillings);
  };
}

/** The text with what stands in for `{name}`; what nothing is known of stays and can be seen. */
export function filled(text: string, fillings: Fillings): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(fillings[name] ?? whole));
}

export function failureKey(name: Failure): WordKey {
  return `failure.${name}`;
}

export function isLanguage(name: unknown): name is Language {
  return languageNames.some((each) => each === name);
}

/** What `?lang=` asks for; else the first of Accept-Language (RFC 9110, section 12.5.4) that we speak, by weight; else English. */
export function chooseLanguage(wish: string | null | undefined, acceptLanguage: string | null | undefined): Language {
  if (isLanguage(wish)) return wish;
  const ranges = (acceptLanguage ?? "").split(",").map((range, order) => {
    const [tag = "", ...parameters] = range.trim().split(";");
    const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/i.exec(each)?.[1]).find((each) => each !== undefined);
    return { name: tag.split("-")[0]?.trim().toLowerCase() ?? "", weight: Number(weight ?? 1), order };
  });
  const best = ranges
    .filter(({ name, weight }) => isLanguage(name) && weight > 0)
    .sort((a, b) => b.weight - a.weight || a.order - b.order)[0];
  return best !== undefined && isLanguage(best.name) ? best.name : "en";
}
