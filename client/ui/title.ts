// What the window's title says beside its name: what was said while nobody looked, and how far transfers are.

export type Titled = {
  /** Messages that nobody has seen yet. */
  readonly unread: number;
  /** Of all that moves, as people write it, "42%"; empty while nothing does. */
  readonly progress: string;
};

/** The most pressing stands first, since tabs show only the beginning. @param page what the page is called by itself */
export function titleOf(page: string, { unread, progress }: Titled): string {
  return `${unread > 0 ? `(${unread}) ` : ""}${progress === "" ? "" : `${progress} – `}${page}`;
}
