// Every catalogue of what pages say at once, for the server and the terminal. A page loads only its own.
import { type Language, type Say, sayIn } from "../words.ts";
import { words as ar } from "./ar.ts";
import { words as de } from "./de.ts";
import { words as en, type Words } from "./en.ts";
import { words as es } from "./es.ts";
import { words as fr } from "./fr.ts";
import { words as hi } from "./hi.ts";
import { words as ja } from "./ja.ts";
import { words as ko } from "./ko.ts";
import { words as ptBR } from "./pt-BR.ts";
import { words as ru } from "./ru.ts";
import { words as zhHans } from "./zh-Hans.ts";
import { words as zhHant } from "./zh-Hant.ts";

export const languages: Readonly<Record<Language, Words>> = {
  en,
  ja,
  "zh-Hans": zhHans,
  "zh-Hant": zhHant,
  ko,
  es,
  "pt-BR": ptBR,
  fr,
  de,
  ru,
  ar,
  hi,
};

export function speak(language: Language): Say {
  return sayIn(languages[language], language);
}
