// Whether a message names somebody: an @ before what they are called.

const at = /[@＠]/gu;

/** @param names what everybody is called, me included. Of names that begin alike the longest counts, so that @Kenta does not call Ken. */
export function mentions(text: string, name: string, names: Iterable<string>): boolean {
  const all = [name, ...names].map(plain).sort((a, b) => b.length - a.length);
  for (const { index } of text.matchAll(at)) {
    // An address of a mailbox names nobody.
    if (/[\w.+-]$/u.test(text.slice(0, index))) continue;
    const rest = plain(text.slice(index + 1));
    if (all.find((each) => rest.startsWith(each) && !goesOn(each, rest.slice(each.length))) === plain(name)) return true;
  }
  return false;
}

/** A name in letters that are written with spaces between words ends where a word does; 太郎 ends before さん too. */
function goesOn(name: string, rest: string): boolean {
  return /[\p{Script=Latin}\p{N}]$/u.test(name) && /^[\p{Script=Latin}\p{M}\p{N}_]/u.test(rest);
}

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
