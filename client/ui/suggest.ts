// What may be meant by what stands before the caret: a name behind an @, an emoji behind a colon.
import { emoji } from "./emoji.ts";

export type Suggestion = { readonly key: string; readonly label: string; readonly text: string };
/** `from`: where what is replaced begins; `whole`: it was written out, and needs nobody's choice. */
export type Suggestions = { readonly from: number; readonly options: readonly Suggestion[]; readonly whole?: Suggestion };

/** As many as fit above the keyboard of a phone. */
const shownMax = 6;

export function suggestionsAt(before: string, names: readonly string[]): Suggestions | undefined {
  return namesAt(before, names) ?? emojiAt(before);
}

function namesAt(before: string, names: readonly string[]): Suggestions | undefined {
  const found = /(?<![\w.+-])[@＠]([^@＠\n]{0,40})$/u.exec(before);
  if (found === null) return undefined;
  const { 1: typed = "", index } = found;
  const begin = plain(typed);
  const fitting = names.filter((name) => plain(name).startsWith(begin)).slice(0, shownMax);
  // Whoever wrote a name to its end wants to go on.
  if (fitting.length === 0 || (fitting.length === 1 && plain(fitting[0] ?? "") === begin)) return undefined;
  return { from: index, options: fitting.map((name) => ({ key: name, label: name, text: `@${name} ` })) };
}

function emojiAt(before: string): Suggestions | undefined {
  const found = /(?<!\w):([a-z][a-z0-9_]+)(:?)$/u.exec(before);
  if (found === null) return undefined;
  const { 1: typed = "", 2: end, index } = found;
  const all = [...emoji].map(([name, text]) => ({ key: name, label: `${text} :${name}:`, text }));
  const whole = all.find(({ key }) => key === typed);
  if (end === ":") return whole && { from: index, options: [], whole };
  const options = [...all.filter(({ key }) => key.startsWith(typed)), ...all.filter(({ key }) => key.indexOf(typed) > 0)].slice(
    0,
    shownMax,
  );
  return options.length === 0 ? undefined : { from: index, options };
}

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
