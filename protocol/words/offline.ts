// What the service worker says while the server cannot be reached. It has every language, since no page could be asked for another.
import type { Language } from "../words.ts";
import { offline as en, type OfflineWords } from "./details/en.ts";
import { offline as ja } from "./details/ja.ts";

export const offlineWords: Readonly<Record<Language, OfflineWords>> = { en, ja };
