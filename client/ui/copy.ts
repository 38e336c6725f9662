// Putting a text on the clipboard.

/** How long "copied" stands where one pressed. */
export const copiedMs = 2_000;

/** @returns whether it is there now */
export async function copied(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard !== undefined) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {}
  // Over plain HTTP there is no clipboard; the old way still works there.
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done;
}
