// Every catalogue of what pages say at once, for the server and the terminal. A page loads only its own.
import { type Language, type Say, sayIn } from "../words.ts";
import { words as en, type Words } from "./en.ts";
import { words as ja } from "./ja.ts";

export const languages: Readonly<Record<Language, Words>> = { en, ja };

export function speak(language: Language): Say {
  return sayIn(languages[language], language);
}
