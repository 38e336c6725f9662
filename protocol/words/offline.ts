// What the service worker says while the server cannot be reached. It has every language, since no page could be asked for another.
import type { Language } from "../words.ts";
import { offline as ar } from "./details/ar.ts";
import { offline as de } from "./details/de.ts";
import { offline as en, type OfflineWords } from "./details/en.ts";
import { offline as es } from "./details/es.ts";
import { offline as fr } from "./details/fr.ts";
import { offline as hi } from "./details/hi.ts";
import { offline as ja } from "./details/ja.ts";
import { offline as ko } from "./details/ko.ts";
import { offline as ptBR } from "./details/pt-BR.ts";
import { offline as ru } from "./details/ru.ts";
import { offline as zhHans } from "./details/zh-Hans.ts";
import { offline as zhHant } from "./details/zh-Hant.ts";

export const offlineWords: Readonly<Record<Language, OfflineWords>> = {
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
