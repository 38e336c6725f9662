// A message as a small tree: `code`, blocks of it, **strong** words, and addresses that may be followed. Whatever is not quite one of these stays text.
// Nobody has to know the marks, so nothing is taken for one that people write otherwise: 2 ** 3, f(**kwargs), a lone `.

export type Markup =
  | { readonly is: "text" | "code"; readonly text: string }
  /** Lines of code; `language`: what stood behind the opening marks. */
  | { readonly is: "block"; readonly text: string; readonly language: string }
  | { readonly is: "link"; readonly text: string; readonly href: string }
  | { readonly is: "strong"; readonly inside: readonly Markup[] };

const opening = /^```([\w+#.-]{0,20})\s*$/u;
/** Neither may reach over a line, or over another of its kind: each character is then looked at a few times at the most, whatever is said. */
const marks =
  /(?<!`)(`{1,3})(?!`)([^`\n]+)\1(?!`)|\*\*(?![\s*])([^*\n]+)(?<!\s)\*\*(?!\*)|https?:\/\/[^\s<>"'`、。，．！？：；…「」『』（）【】〈〉《》〔〕［］｛｝“”]+/giu;

export function markupOf(text: string): readonly Markup[] {
  const lines = text.split("\n");
  const trimmed = lines.map((line) => line.trimEnd());
  const tree: Markup[] = [];
  let from = 0;
  for (let at = 0; at < lines.length; at++) {
    const language = opening.exec(lines[at] ?? "")?.[1];
    const end = language === undefined ? -1 : trimmed.indexOf("```", at + 1);
    if (language === undefined || end === -1) continue;
    const code = lines.slice(at + 1, end).join("\n");
    if (code.trim() === "") continue;
    tree.push(...inLine(lines.slice(from, at).join("\n")), { is: "block", text: code, language });
    at = end;
    from = end + 1;
  }
  return [...tree, ...inLine(lines.slice(from).join("\n"))];
}

function inLine(text: string): readonly Markup[] {
  const tree: Markup[] = [];
  const plain = (part: string) => part !== "" && tree.push({ is: "text", text: part });
  let from = 0;
  for (const { 0: whole, 2: code, 3: strong, index } of text.matchAll(marks)) {
    let end = index + whole.length;
    let found: Markup;
    if (code !== undefined) found = { is: "code", text: code };
    else if (strong !== undefined) found = { is: "strong", inside: inLine(strong) };
    else {
      const address = withoutEnding(whole);
      if (!URL.canParse(address)) continue;
      found = { is: "link", text: address, href: new URL(address).href };
      end = index + address.length;
    }
    plain(text.slice(from, index));
    tree.push(found);
    from = end;
  }
  plain(text.slice(from));
  return tree;
}

const ending = /[.,;:!?*]+$/u;

/** A full stop or a bracket after an address belongs to the sentence, unless the bracket was opened inside it. */
function withoutEnding(found: string): string {
  let end = found.replace(ending, "");
  let unopened = end.split(")").length - end.split("(").length;
  for (; unopened > 0 && end.endsWith(")"); unopened--) end = end.slice(0, -1);
  return end.replace(ending, "");
}
