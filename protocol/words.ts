// What people read, in their language. The catalogues are in `words/`; whoever needs all of them imports `words/all.ts`.
import type { Failure } from "./failure.ts";
import type { WordKey } from "./words/en.ts";

export type { WordKey };

/** By their tags (RFC 5646). */
export const languageNames = ["en", "ja", "zh-Hans", "zh-Hant", "ko", "es", "pt-BR", "fr", "de", "ru", "ar", "hi"] as const;
export type Language = (typeof languageNames)[number];

type Fillings = Readonly<Record<string, string | number>>;

/**
 * Speaks one language: `say("chat.joined", { name })`. A filling called `n` chooses between the forms of a text, which "|" parts: the first is for
 * one thing, the last for all that no other form is for; what else a language tells apart is named, as in
 * "{n} файл|few: {n} файла|{n} файлов" (Unicode's plural rules).
 */
export type Say<Key extends string = WordKey> = (key: Key, fillings?: Fillings) => string;

export function sayIn<Key extends string>(words: Readonly<Record<Key, string>>, language: Language): Say<Key> {
  const { categoryOf, numberOf } = countingIn(language);
  const mine = directionOf(language);
  return (key, fillings = {}) => {
    const text = words[key];
    const { n } = fillings;
    const form = typeof n === "number" && text.includes("|") ? formFor(categoryOf(n), text) : text;
    return filled(form, fillings, (value) => (typeof value === "number" ? numberOf(value) : isolated(value, mine)));
  };
}

function formFor(category: Intl.LDMLPluralRule, text: string): string {
  const forms = text.split("|");
  const named = forms.find((form) => form.startsWith(`${category}: `));
  if (named !== undefined) return named.slice(category.length + 2);
  return (category === "one" ? forms[0] : forms.at(-1)) ?? text;
}

const counted = new Map<Language, ReturnType<typeof newCounting>>();

/** Making these takes longer than using them. */
function countingIn(language: Language) {
  const counting = counted.get(language) ?? newCounting(language);
  counted.set(language, counting);
  return counting;
}

function newCounting(language: Language) {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(localeOf(language));
  return { categoryOf: (n: number) => rules.select(n), numberOf: (n: number) => numbers.format(n) };
}

/** The text with what stands in for `{name}`; what nothing is known of stays and can be seen. */
export function filled(text: string, fillings: Fillings, shown: (value: string | number) => string = String): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = fillings[name];
    return value === undefined ? whole : shown(value);
  });
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** A name that may run the other way is set apart (Unicode's bidi algorithm, section 2.4.2), so that it does not pull its neighbours along. */
function isolated(text: string, mine: "ltr" | "rtl"): string {
  return mine === "rtl" || rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

export function directionOf(language: Language): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

/** For numbers, sizes and times. What stands beside them here are addresses and digests, whose digits are these. */
export function localeOf(language: Language): string {
  return `${language}-u-nu-latn`;
}

export function failureKey(name: Failure): WordKey {
  return `failure.${name}`;
}

export function isLanguage(name: unknown): name is Language {
  return languageNames.some((each) => each === name);
}
