// What speakers call their language.
import type { Language } from "../words.ts";

export const ownNames: Readonly<Record<Language, string>> = { en: "English", ja: "日本語" };
