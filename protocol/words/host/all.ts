// What only a server says, in every language.
import type { Language } from "../../words.ts";
import type { CheckWords, PipeWords, TlsWords } from "./en.ts";
import * as en from "./en.ts";
import * as ja from "./ja.ts";

export type HostWords = { readonly check: CheckWords; readonly pipe: PipeWords; readonly tls: TlsWords };

export const hostWords: Readonly<Record<Language, HostWords>> = { en, ja };
