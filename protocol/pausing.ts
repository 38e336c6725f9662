// Either side may hold a transfer: what each says of it (R13).

/** Who holds a transfer, as each side says: `mine` goes to the other side, `theirs` came from it; `known`: they know of mine. */
export type Pausing = { readonly mine: boolean; readonly theirs: boolean; readonly known: boolean };

export const notPaused: Pausing = { mine: false, theirs: false, known: true };

export function isPaused({ pausing }: { readonly pausing: Pausing }): boolean {
  return pausing.mine || pausing.theirs;
}

/** On a new link each side says again whether it holds the transfer, and nobody knows of the other before. */
export function unheard({ mine }: Pausing): Pausing {
  return { mine, theirs: false, known: !mine };
}
