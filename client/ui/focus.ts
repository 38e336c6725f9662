// Focus is never lost: where what had it goes away, what is nearest to it takes over. So somebody at the keyboard stays where they were while lists change.

const pressable = "button, input, select, textarea, summary, a[href], [tabindex='0']";
const rows = "li, .receiver, .file";

/** What is hidden goes at once, and what takes its place may come some frames later: so often, and so many times, its own row is looked at first. */
const settleMs = 100;
const looksMax = 10;

/** @param root what is watched as long as the focus is in it */
export function keepFocus(root: HTMLElement): void {
  let last: Element | undefined;
  let near: readonly Element[] = [];
  let looking = false;
  let looks = 0;
  const look = () => {
    looking = false;
    if (last === undefined || isSeen(last)) return;
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== last && activeElement !== document.body) return;
    for (const place of near) {
      if (!place.isConnected) continue;
      const next = [...place.querySelectorAll<HTMLElement>(pressable)].find(isPressable);
      if (next !== undefined) return next.focus();
      if (place === near[0] && ++looks < looksMax) return lookSoon();
    }
  };
  const lookSoon = () => {
    if (!looking) setTimeout(look, settleMs);
    looking = true;
  };
  /** While files move, a bar grows several times a second: to look each time would have the page laid out once more. */
  const concerns = ({ type, target }: MutationRecord) =>
    type === "childList" ? last?.isConnected === false : target.contains(last ?? null);
  const observer = new MutationObserver((records) => records.some(concerns) && lookSoon());
  root.addEventListener("focusin", ({ target }) => {
    last = target as Element;
    near = placesNear(last, root);
    looks = 0;
    observer.observe(root, { subtree: true, childList: true, attributeFilter: ["style"] });
  });
  // What is taken out of the page tells that it loses the focus while it is still there: what became of it is seen a moment later.
  root.addEventListener("focusout", () =>
    setTimeout(() => {
      // Somebody left it, and it is still there: nothing is lost.
      if (last === undefined || last === document.activeElement || !isSeen(last)) return;
      last = undefined;
      observer.disconnect();
    }),
  );
}

/** Its own row, those after it, those before it, its part of the page, and the page. */
function placesNear(element: Element, root: Element): readonly Element[] {
  const places: Element[] = [];
  for (let row = element.closest(rows); row !== null; row = row.parentElement?.closest(rows) ?? null) {
    const all = [...(row.parentElement?.children ?? [])];
    const at = all.indexOf(row);
    places.push(row, ...all.slice(at + 1), ...all.slice(0, at).reverse());
  }
  return [...places, element.closest("section") ?? root, root];
}

function isSeen(element: Element): boolean {
  return element.getClientRects().length > 0;
}

function isPressable(element: HTMLElement): boolean {
  return !element.matches(":disabled") && isSeen(element);
}
