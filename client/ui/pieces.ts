// A message as pieces: plain text, and addresses that may be followed. What is no http address stays text.

export type Piece = { readonly key: number; readonly plain: string; readonly href: string; readonly linked: string };

const address = /https?:\/\/[^\s<>"'`、。「」『』（）【】]+/giu;

export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const plain = (part: string) => part !== "" && pieces.push({ key: pieces.length, plain: part, href: "", linked: "" });
  let from = 0;
  for (const match of text.matchAll(address)) {
    const linked = withoutEnding(match[0]);
    if (!URL.canParse(linked)) continue;
    plain(text.slice(from, match.index));
    pieces.push({ key: pieces.length, plain: "", href: new URL(linked).href, linked });
    from = match.index + linked.length;
  }
  plain(text.slice(from));
  return pieces;
}

const ending = /[.,;:!?．，：；！？…]+$/u;

/** A full stop or a bracket after an address belongs to the sentence, unless the bracket was opened inside it. */
function withoutEnding(found: string): string {
  let end = found.replace(ending, "");
  let unopened = end.split(")").length - end.split("(").length;
  for (; unopened > 0 && end.endsWith(")"); unopened--) end = end.slice(0, -1);
  return end.replace(ending, "");
}
