import { expect, test } from "bun:test";
import { failureNames } from "../protocol/failure.ts";
import { languages, type SayAll, speak } from "../protocol/words/all.ts";
import { chooseLanguage, languageOf, matching } from "../protocol/words/choose.ts";
import { detailsWords } from "../protocol/words/details/all.ts";
import { words as en } from "../protocol/words/en.ts";
import { hostWords } from "../protocol/words/host/all.ts";
import { ownNames } from "../protocol/words/own-names.ts";
import { terminalWords } from "../protocol/words/terminal/all.ts";
import { failureKey, isLanguage, type Language, languageNames, sayIn } from "../protocol/words.ts";
import { sourceFiles } from "./support/tree.ts";

const keys = Object.keys(languages.en) as readonly Parameters<SayAll>[0][];
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

test("the check sees languages and words", () => {
  expect(languageNames).toEqual(["en", "ja", "zh-Hans", "zh-Hant", "ko", "es", "pt-BR", "fr", "de", "ru", "ar", "hi"]);
  expect(keys.length).toBeGreaterThan(100);
});

/** Every catalogue of a language, its texts by their place in it. */
function textsOf(language: Language): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const add = (path: string, value: unknown): void => {
    if (typeof value === "string") texts.set(path, value);
    else for (const [key, inner] of Object.entries(value as object)) add(path === "" ? key : `${path}/${key}`, inner);
  };
  add("", languages[language]);
  for (const [part, words] of Object.entries({ host: hostWords, terminal: terminalWords, details: detailsWords }))
    add(part, words[language]);
  return texts;
}
const english = textsOf("en");

test("the check sees every part of a catalogue", () => {
  for (const part of [
    "host/check/",
    "host/pipe/",
    "host/tls/",
    "terminal/doctor/",
    "terminal/visit/",
    "terminal/failures/",
    "details/symbols/63",
  ])
    expect([part, [...english.keys()].some((path) => path.startsWith(part))]).toEqual([part, true]);
});

/** How many there may be of what is counted here, zero included. */
const counts = Array.from({ length: 300 }, (_, n) => n);

for (const language of languageNames) {
  const texts = textsOf(language);
  const rules = new Intl.PluralRules(language);
  const wrong = (isWrong: (text: string, path: string) => boolean) => [...texts].filter(([path, text]) => isWrong(text, path));

  test(`${language} has exactly the words that English has`, () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test(`${language} has a text where English has one, and none that begins or ends with a blank or holds a line's end`, () => {
    // Words for the terminal may lead up to what is typed.
    const untidy = (text: string) => text.split("|").some((form) => form === "" || form.trim() !== form) || text.includes("\n");
    const leading = (path: string) => ["terminal/visit/passphrase", "terminal/visit/choice", "host/check/room"].includes(path);
    expect(wrong((text, path) => (english.get(path) === "" ? text !== "" : !leading(path) && untidy(text)))).toEqual([]);
  });

  test(`${language} fills in what English fills in`, () => {
    // Taken together: a singular may do without the number.
    expect(wrong((text, path) => placeholders(text).join() !== placeholders(english.get(path) ?? "").join())).toEqual([]);
  });

  test(`${language} counts as its speakers do`, () => {
    const told = new Set(counts.map((n) => rules.select(n)));
    expect(
      wrong((text) => {
        if (!text.includes("|")) return false;
        const forms = text.split("|");
        const named = forms.map((form) => /^(zero|one|two|few|many|other): /.exec(form)?.[1]);
        const known = named.every((name, i) => (name === undefined ? i === 0 || i === forms.length - 1 : told.has(name as never)));
        const few = !told.has("few") || named.includes("few");
        const two = !told.has("two") || named.includes("two");
        return !known || !few || !two || !text.includes("{n}") || forms.length < 2;
      }),
    ).toEqual([]);
  });

  test(`${language} leaves a number away only where there is one such number`, () => {
    for (const [path, text] of texts) {
      if (!text.includes("|")) continue;
      const say = sayIn({ it: text }, language);
      const without = new Map<string, number>();
      for (const n of counts)
        if (!say("it", { n }).includes(String(n))) without.set(say("it", { n }), (without.get(say("it", { n })) ?? 0) + 1);
      expect([path, ...without.values()]).toEqual([path, ...[...without.values()].map(() => 1)]);
    }
  });

  test(`${language} has a sentence for every failure`, () => {
    const says = speak(language);
    expect(failureNames.length).toBeGreaterThan(30);
    for (const name of failureNames) expect([name, says(failureKey(name)).length > 1]).toEqual([name, true]);
  });

  test(`${language} is called what its speakers call it`, () => {
    const name = new Intl.DisplayNames(language, { type: "language" }).of(language) ?? "";
    expect(name.toLocaleLowerCase(language)).toBe(ownNames[language].toLocaleLowerCase(language));
  });
}

test("there is no sentence for a failure that does not exist", () => {
  const named = new Set<string>(failureNames.map(failureKey));
  expect(keys.filter((key) => key.startsWith("failure.") && !named.has(key))).toEqual([]);
});

/** Keys that are put together where they are used: `status.${status}`. What stands in the braces is one of these. */
const puttogether: Readonly<Record<string, readonly string[]>> = {
  "chat.": ["waiting", "missed"],
  "enter.": ["open", "link", "server", "passphrase"],
  "failure.": failureNames,
  "people.": ["connecting", "direct", "relayed", "unreachable", "away"],
  "room.": ["open", "link", "passphrase", "server"],
  "status.": ["online", "reconnecting", "offline"],
};

const code = (await sourceFiles("", "routes", "protocol", "client", "cli")).filter(({ path }) => !path.startsWith("protocol/words/"));

/** Keys that are nowhere in these files. */
function unused(keys: readonly string[], files: typeof code): readonly string[] {
  const text = files.map(({ text }) => text).join("\n");
  const literal = new Set([...text.matchAll(/"([a-z]+\.[a-z-]+)"/g)].map(([, key]) => key));
  const built = new Set(Object.entries(puttogether).flatMap(([start, ends]) => ends.map((end) => start + end)));
  return keys.filter((key) => !literal.has(key) && !built.has(key));
}

test("every word is used somewhere", () => {
  expect(unused(keys, code)).toEqual([]);
});

test("what only the server writes into pages is not among the words of a page's script", () => {
  const scripts = code.filter(({ path }) => /^(?:client|protocol)\//.test(path));
  expect(scripts.length).toBeGreaterThan(50);
  expect(unused(Object.keys(en), scripts)).toEqual([]);
});

test("keys are put together only where this test knows of it", () => {
  const starts = code.flatMap(({ text }) => [...text.matchAll(/`([a-z]+\.)\$\{/g)].map(([, start = ""]) => start));
  expect([...new Set(starts)].sort()).toEqual(Object.keys(puttogether).sort());
});

test("a number chooses between singular and plural, in languages that know the difference", () => {
  expect(speak("en")("enter.people", { n: 1 })).toBe("One person is here.");
  expect(speak("en")("enter.people", { n: 2 })).toBe("2 people are here.");
  expect(speak("en")("enter.people", { n: 0 })).toBe("0 people are here.");
  expect(speak("ja")("enter.people", { n: 1 })).toBe("いま 1 人います。");
  expect(speak("ja")("enter.people", { n: 2 })).toBe("いま 2 人います。");
});

test("what is filled in stays as it is, whatever it looks like", () => {
  const say = speak("en");
  expect(say("chat.joined", { name: "{name}|$& <b>" })).toBe("{name}|$& <b> joined");
  expect(say("shares.many", { name: "a|b", n: 1 })).toBe("a|b and one more");
  expect(say("chat.joined", { name: "" })).toBe(" joined");
});

test("what is not filled in can be seen", () => {
  expect(speak("en")("chat.joined")).toBe("{name} joined");
});

test("languages are known by name, and by no other property", () => {
  for (const name of languageNames) expect(isLanguage(name)).toBe(true);
  for (const name of ["xx", "", "EN", "toString", "__proto__", "constructor", null, undefined, 1, ["en"]])
    expect(isLanguage(name)).toBe(false);
});

for (const [wish, accepted, chosen] of [
  [null, null, "en"],
  [undefined, "", "en"],
  ["ja", "en", "ja"],
  ["en", "ja", "en"],
  ["sv", "ja", "ja"],
  ["JA", null, "ja"],
  ["ja-JP", "en", "ja"],
  ["toString", null, "en"],
  [null, "ja", "ja"],
  [null, "ja-JP", "ja"],
  [null, "JA-jp", "ja"],
  [null, "sv, it;q=0.8", "en"],
  [null, "sv, ja;q=0.1", "ja"],
  [null, "en;q=0.5, ja", "ja"],
  [null, "en;q=0.5,ja;q=0.51", "ja"],
  [null, "ja;q=0.5, en;q=0.5", "ja"],
  [null, "en, ja", "en"],
  [null, "ja;q=0", "en"],
  [null, "ja;q=0.000, en;q=0.1", "en"],
  [null, "ja ; q=0.9 , en ; q=0.8", "ja"],
  [null, "ja;Q=0.1, en;Q=0.2", "en"],
  [null, "*", "en"],
  [null, "zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"],
  [null, "sv,pt;q=0.9,en;q=0.8", "pt-BR"],
  [null, "ar-EG;q=0.9, fr-CH", "fr"],
  ["zh-HK", "ja", "zh-Hant"],
  [null, "javanese", "en"],
  [null, "jav", "en"],
  [null, ";;;,,,q=1;q", "en"],
  [null, "ja;level=1;q=0.2, en;q=0.3", "en"],
] as const) {
  test(`?lang=${wish ?? ""} with Accept-Language "${accepted ?? ""}" is ${chosen}`, () => {
    expect(chooseLanguage({ asked: wish, accepted })).toBe(chosen);
  });
}

test("what was chosen on the device comes before what the browser says, and behind what the address asks for", () => {
  expect(chooseLanguage({ kept: "ja", accepted: "en" })).toBe("ja");
  expect(chooseLanguage({ asked: "en", kept: "ja" })).toBe("en");
  expect(chooseLanguage({ kept: "tlh", accepted: "ja" })).toBe("ja");
});

for (const [tag, language] of [
  ["zh", "zh-Hans"],
  ["zh-CN", "zh-Hans"],
  ["zh-SG", "zh-Hans"],
  ["zh-Hans-HK", "zh-Hans"],
  ["zh-TW", "zh-Hant"],
  ["zh-HK", "zh-Hant"],
  ["zh-MO", "zh-Hant"],
  ["zh-hant", "zh-Hant"],
  ["zh-Hant-CN", "zh-Hant"],
  ["yue", "zh-Hant"],
  ["cmn-Hans", "zh-Hans"],
  ["pt", "pt-BR"],
  ["pt-PT", "pt-BR"],
  ["en-GB", "en"],
  ["es-419", "es"],
  ["fr-CA", "fr"],
  ["de-AT", "de"],
  ["de-u-co-phonebk", "de"],
  ["ar-EG", "ar"],
  ["hi-IN", "hi"],
  ["hi-Latn", undefined],
  ["ko-KR", "ko"],
  ["sr", undefined],
  ["*", undefined],
  ["", undefined],
  ["not a tag", undefined],
] as const) {
  test(`who reads ${tag} is given ${language}`, () => {
    expect(matching(tag)).toBe(language);
  });
}

test("every language is found by its own tag", () => {
  for (const name of languageNames) expect(matching(name)).toBe(name);
});

for (const [set, language] of [
  ["zh_TW.UTF-8", "zh-Hant"],
  ["zh_CN", "zh-Hans"],
  ["pt_PT.UTF-8@euro", "pt-BR"],
  ["de_DE@euro", "de"],
  ["ar_SA.UTF-8", "ar"],
  ["ja_JP.UTF-8", "ja"],
  ["ja", "ja"],
  ["en_GB.UTF-8", "en"],
  ["C.UTF-8", "en"],
  ["POSIX", "en"],
  ["", "en"],
] as const) {
  test(`LANG=${set} is ${language}`, () => {
    expect(languageOf({ LANG: set })).toBe(language);
  });
}

test("of the POSIX variables the first that is set counts", () => {
  expect(languageOf({ LC_ALL: "en_US", LC_MESSAGES: "ja_JP", LANG: "ja_JP" })).toBe("en");
  expect(languageOf({ LC_ALL: "", LC_MESSAGES: "ja_JP", LANG: "en_US" })).toBe("ja");
});

test("forms of a number are chosen by name where a language has more than two", () => {
  const words = { it: "one thing|two: two things|few: few: {n}|{n} things" };
  const counted = (n: number) => sayIn(words, "en")("it", { n });
  expect([counted(1), counted(2), counted(1000)]).toEqual(["one thing", "2 things", "1,000 things"]);
});

test("a name that runs the other way is set apart; one that does not is left as it is", () => {
  expect(speak("en")("chat.joined", { name: "سارة" })).toBe("\u2068سارة\u2069 joined");
  expect(speak("en")("chat.joined", { name: "Ken" })).toBe("Ken joined");
});

test("in Arabic every name is set apart, so that Latin and Arabic stay in their order; digits are those of addresses and digests", () => {
  const say = speak("ar");
  expect(say("chat.joined", { name: "Ken" })).toBe("دخل \u2068Ken\u2069");
  expect(say("shares.many", { name: "写真.zip", n: 1234 })).toContain("\u2068写真.zip\u2069 و1,234");
  expect([1, 2, 3, 11, 100].map((n) => say("shares.count", { n }))).toEqual(["ملف واحد", "ملفان", "3 ملفات", "11 ملفًا", "100 ملف"]);
});

test("Russian counts by ones, few and many, French takes nothing for one", () => {
  expect([1, 2, 5, 11, 21, 22].map((n) => speak("ru")("shares.count", { n }))).toEqual([
    "1 файл",
    "2 файла",
    "5 файлов",
    "11 файлов",
    "21 файл",
    "22 файла",
  ]);
  expect([0, 1, 2].map((n) => speak("fr")("enter.people", { n }))).toEqual([
    "0 personne est ici.",
    "1 personne est ici.",
    "2 personnes sont ici.",
  ]);
});

test("no two symbols that people compare have the same name", () => {
  for (const language of languageNames) {
    const { symbols } = detailsWords[language];
    expect([language, new Set(symbols).size]).toEqual([language, 64]);
  }
});
