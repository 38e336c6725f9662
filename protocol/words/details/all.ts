// What few people ask for, in every language.
import type { Language } from "../../words.ts";
import * as ar from "./ar.ts";
import * as de from "./de.ts";
import type { NewsWords, SettingsWords, WayWords } from "./en.ts";
import * as en from "./en.ts";
import * as es from "./es.ts";
import * as fr from "./fr.ts";
import * as hi from "./hi.ts";
import * as ja from "./ja.ts";
import * as ko from "./ko.ts";
import * as ptBR from "./pt-BR.ts";
import * as ru from "./ru.ts";
import * as zhHans from "./zh-Hans.ts";
import * as zhHant from "./zh-Hant.ts";

export type DetailsWords = {
  readonly way: WayWords;
  readonly news: NewsWords;
  readonly settings: SettingsWords;
  readonly symbols: readonly string[];
};

export const detailsWords: Readonly<Record<Language, DetailsWords>> = {
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
