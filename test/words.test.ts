import { expect, test } from "bun:test";
import { failureNames } from "../protocol/failure.ts";
import { languages, speak } from "../protocol/words/all.ts";
import { en } from "../protocol/words/en.ts";
import { chooseLanguage, failureKey, isLanguage, languageNames, type WordKey } from "../protocol/words.ts";
import { sourceFiles } from "./support/tree.ts";

const keys = Object.keys(en) as readonly WordKey[];
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

test("the check sees languages and words", () => {
  expect(languageNames).toEqual(["en", "ja"]);
  expect(keys.length).toBeGreaterThan(100);
});

for (const language of languageNames) {
  const words = languages[language];

  test(`${language} has exactly the words that English has`, () => {
    expect(Object.keys(words).sort()).toEqual([...keys].sort());
  });

  test(`${language} has a text for every word, and none that begins or ends with a blank`, () => {
    expect(keys.filter((key) => words[key].split("|").some((text) => text === "" || text !== text.trim()))).toEqual([]);
  });

  test(`${language} fills in what English fills in`, () => {
    // Taken together: a singular may do without the number.
    const wrong = keys.filter((key) => placeholders(words[key]).join() !== placeholders(en[key]).join());
    expect(wrong).toEqual([]);
  });

  test(`${language} has at most a singular and a plural, and that only where a number is filled in`, () => {
    const wrong = keys.filter((key) => words[key].includes("|") && (words[key].split("|").length > 2 || !words[key].includes("{n}")));
    expect(wrong).toEqual([]);
  });

  test(`${language} has a sentence for every failure`, () => {
    const says = speak(language);
    expect(failureNames.length).toBeGreaterThan(30);
    for (const name of failureNames) expect([name, says(failureKey(name)).length > 1]).toEqual([name, true]);
  });

  test(`${language} has no sentence for a failure that does not exist`, () => {
    const named = new Set<string>(failureNames.map(failureKey));
    expect(keys.filter((key) => key.startsWith("failure.") && !named.has(key))).toEqual([]);
  });
}

/** Keys that are put together where they are used: `status.${status}`. What stands in the braces is one of these. */
const puttogether: Readonly<Record<string, readonly string[]>> = {
  "enter.": ["open", "link", "server", "passphrase"],
  "failure.": failureNames,
  "people.": ["connecting", "direct", "relayed", "unreachable", "away"],
  "room.": ["open", "link", "passphrase", "server"],
  "status.": ["online", "reconnecting", "offline"],
};

const code = (await sourceFiles("", "routes", "protocol", "client", "cli")).filter(({ path }) => !path.startsWith("protocol/words/"));

test("every word is used somewhere", () => {
  const text = code.map(({ text }) => text).join("\n");
  const literal = new Set([...text.matchAll(/"([a-z]+\.[a-z-]+)"/g)].map(([, key]) => key));
  const built = new Set(Object.entries(puttogether).flatMap(([start, ends]) => ends.map((end) => start + end)));
  expect(keys.filter((key) => !literal.has(key) && !built.has(key))).toEqual([]);
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
  for (const name of ["de", "", "EN", "toString", "__proto__", "constructor", null, undefined, 1, ["en"]])
    expect(isLanguage(name)).toBe(false);
});

for (const [wish, accepted, chosen] of [
  [null, null, "en"],
  [undefined, "", "en"],
  ["ja", "en", "ja"],
  ["en", "ja", "en"],
  ["de", "ja", "ja"],
  ["JA", null, "en"],
  ["toString", null, "en"],
  [null, "ja", "ja"],
  [null, "ja-JP", "ja"],
  [null, "JA-jp", "ja"],
  [null, "de, fr;q=0.8", "en"],
  [null, "de, ja;q=0.1", "ja"],
  [null, "en;q=0.5, ja", "ja"],
  [null, "en;q=0.5,ja;q=0.51", "ja"],
  [null, "ja;q=0.5, en;q=0.5", "ja"],
  [null, "en, ja", "en"],
  [null, "ja;q=0", "en"],
  [null, "ja;q=0.000, en;q=0.1", "en"],
  [null, "ja ; q=0.9 , en ; q=0.8", "ja"],
  [null, "ja;Q=0.1, en;Q=0.2", "en"],
  [null, "*", "en"],
  [null, "javanese", "en"],
  [null, "jav", "en"],
  [null, ";;;,,,q=1;q", "en"],
  [null, "ja;level=1;q=0.2, en;q=0.3", "en"],
] as const) {
  test(`?lang=${wish ?? ""} with Accept-Language "${accepted ?? ""}" is ${chosen}`, () => {
    expect(chooseLanguage(wish, accepted)).toBe(chosen);
  });
}
