// What few people ask for, in every language.
import type { Language } from "../../words.ts";
import type { WayWords } from "./en.ts";
import * as en from "./en.ts";
import * as ja from "./ja.ts";

export type DetailsWords = { readonly way: WayWords; readonly symbols: readonly string[] };

export const detailsWords: Readonly<Record<Language, DetailsWords>> = { en, ja };
