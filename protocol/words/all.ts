// Every catalogue of what pages say at once, for the server and the terminal. A page's script loads only its own, without what the server has written.
import { type Language, type Say, sayIn } from "../words.ts";
import { words as ar } from "./ar.ts";
import { words as de } from "./de.ts";
import { words as en, type Words } from "./en.ts";
import { words as es } from "./es.ts";
import { words as fr } from "./fr.ts";
import { words as hi } from "./hi.ts";
import { words as ja } from "./ja.ts";
import { words as ko } from "./ko.ts";
import { written as arWritten } from "./pages/ar.ts";
import { written as deWritten } from "./pages/de.ts";
import { written as enWritten, type Written } from "./pages/en.ts";
import { written as esWritten } from "./pages/es.ts";
import { written as frWritten } from "./pages/fr.ts";
import { written as hiWritten } from "./pages/hi.ts";
import { written as jaWritten } from "./pages/ja.ts";
import { written as koWritten } from "./pages/ko.ts";
import { written as ptBRWritten } from "./pages/pt-BR.ts";
import { written as ruWritten } from "./pages/ru.ts";
import { written as zhHansWritten } from "./pages/zh-Hans.ts";
import { written as zhHantWritten } from "./pages/zh-Hant.ts";
import { words as ptBR } from "./pt-BR.ts";
import { words as ru } from "./ru.ts";
import { words as zhHans } from "./zh-Hans.ts";
import { words as zhHant } from "./zh-Hant.ts";

/** What a page says by its script, and what the server has written into it. */
type All = Words & Written;
export type SayAll = Say<keyof All>;

export const languages: Readonly<Record<Language, All>> = {
  en: { ...en, ...enWritten },
  ja: { ...ja, ...jaWritten },
  "zh-Hans": { ...zhHans, ...zhHansWritten },
  "zh-Hant": { ...zhHant, ...zhHantWritten },
  ko: { ...ko, ...koWritten },
  es: { ...es, ...esWritten },
  "pt-BR": { ...ptBR, ...ptBRWritten },
  fr: { ...fr, ...frWritten },
  de: { ...de, ...deWritten },
  ru: { ...ru, ...ruWritten },
  ar: { ...ar, ...arWritten },
  hi: { ...hi, ...hiWritten },
};

export function speak(language: Language): SayAll {
  return sayIn(languages[language], language);
}
