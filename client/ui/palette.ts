// The emoji to choose from, above the field: by mouse, finger, keys and ear. A screen reader has a name for each in its own language.
import { emoji } from "./emoji.ts";

/** Closes the one that is open. */
let close: (() => void) | undefined;

/** Opens it, or closes it where it is open. @param take is given what was chosen, and sees to it that the field has the focus again */
export function togglePalette(button: HTMLElement, take: (text: string) => void): void {
  if (close !== undefined) {
    close();
    return;
  }
  const palette = drawPalette(button.getAttribute("aria-label") ?? "");
  const ended = new AbortController();
  const { signal } = ended;
  const shut = () => {
    ended.abort();
    close = undefined;
    palette.remove();
    button.setAttribute("aria-expanded", "false");
  };
  const outside = ({ target }: Event) => {
    if (target instanceof Node && !palette.contains(target) && !button.contains(target)) shut();
  };
  document.addEventListener("pointerdown", outside, { signal });
  document.addEventListener("focusin", outside, { signal });
  palette.addEventListener("click", ({ target }) => {
    const chosen = target instanceof HTMLButtonElement ? target.textContent : "";
    if (chosen === "") return;
    shut();
    take(chosen);
  });
  palette.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      // It closes this, and nothing around it.
      event.stopPropagation();
      shut();
      button.focus();
    } else if (moved(palette, event)) event.preventDefault();
  });
  button.setAttribute("aria-expanded", "true");
  button.after(palette);
  close = shut;
  palette.querySelector("button")?.focus();
}

function drawPalette(name: string): HTMLElement {
  const palette = Object.assign(document.createElement("div"), { className: "palette" });
  palette.setAttribute("role", "listbox");
  palette.setAttribute("aria-label", name);
  const buttons = [...emoji.values()].map((text, i) => {
    // One way in by Tab; arrows lead on.
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text, tabIndex: i === 0 ? 0 : -1 });
    button.setAttribute("role", "option");
    return button;
  });
  palette.append(...buttons);
  return palette;
}

/** @returns whether this key moves from one to another */
function moved(palette: HTMLElement, { key, target }: KeyboardEvent): boolean {
  const buttons = [...palette.querySelectorAll("button")];
  const here = buttons.indexOf(target as HTMLButtonElement);
  const { direction, gridTemplateColumns } = getComputedStyle(palette);
  const columns = gridTemplateColumns.split(" ").length;
  const onwards = direction === "rtl" ? -1 : 1;
  const last = buttons.length - 1;
  const steps: Readonly<Record<string, number>> = { ArrowRight: onwards, ArrowLeft: -onwards, ArrowDown: columns, ArrowUp: -columns };
  const there = key === "Home" ? 0 : key === "End" ? last : here + (steps[key] ?? Number.NaN);
  if (here < 0 || Number.isNaN(there)) return false;
  const next = buttons[there];
  if (next === undefined) return true;
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
  return true;
}
