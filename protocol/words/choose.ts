// Which of our languages somebody gets.
import { type Language, languageNames } from "../words.ts";

/** What the address asks for (`?lang=`), what was chosen on this device, and what the browser or the system says. */
type Wishes = {
  readonly asked?: string | null | undefined;
  readonly kept?: string | undefined;
  readonly accepted?: string | null | undefined;
};

/** The first that we speak; of Accept-Language (RFC 9110, section 12.5.4) by weight; else English. */
export function chooseLanguage({ asked, kept, accepted }: Wishes): Language {
  return matching(asked) ?? matching(kept) ?? firstAccepted(accepted ?? "") ?? "en";
}

function firstAccepted(accepted: string): Language | undefined {
  const ranges = accepted.split(",").map((range, order) => {
    const [tag = "", ...parameters] = range.trim().split(";");
    const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/i.exec(each)?.[1]).find((each) => each !== undefined);
    return { language: matching(tag.trim()), weight: Number(weight ?? 1), order };
  });
  return ranges
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .sort((a, b) => b.weight - a.weight || a.order - b.order)[0]?.language;
}

/** What somebody reads who reads `tag`: the same language in the same script, whatever its region (zh-HK is read as zh-Hant, pt-PT as pt-BR). */
export function matching(tag: string | null | undefined): Language | undefined {
  if (tag === null || tag === undefined || tag === "") return undefined;
  const wanted = readingOf(tag);
  return wanted === undefined ? undefined : readings.get(wanted);
}

/** Cantonese is written as Chinese is. */
const macro: Readonly<Record<string, string>> = { yue: "zh", cmn: "zh" };

function readingOf(tag: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${macro[language] ?? language}-${script}`;
  } catch {
    return undefined;
  }
}

const readings: ReadonlyMap<string, Language> = new Map(languageNames.map((name) => [readingOf(name) ?? name, name]));

/** The person's language by the POSIX variables, of which the first that is set counts: `ja_JP.UTF-8` is Japanese, `C` is none. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const set = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  const [tag = ""] = set.replace(/\.[^@]*/, "").split("@");
  return matching(tag.replaceAll("_", "-")) ?? "en";
}
