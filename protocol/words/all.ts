// Every catalogue at once, for the server. A page loads only its own.
import { type Language, type Say, sayIn } from "../words.ts";
import { en, type Words } from "./en.ts";
import { ja } from "./ja.ts";

export const languages = { en, ja } as const satisfies Record<Language, Words>;

export function speak(language: Language): Say {
  return sayIn(languages[language]);
}
