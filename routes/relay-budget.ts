// How much the relay passes on before the host has had enough: in a calendar month in all, and in a day from one address. It is counted in
// memory, so a restart begins anew.

export type RelayBudget = {
  /** True if so many bytes may still be passed on for this address, which then counts them. */
  spend(caller: string, bytes: number): boolean;
};

const GiB = 2 ** 30;
/** Milliseconds. */
const day = 86_400_000;

/** @param lent.perMonth @param lent.perAddress in GiB; 0: no bound @param lent.now milliseconds since 1970 */
export function openRelayBudget(lent: { perMonth: number; perAddress: number; now: () => number }): RelayBudget {
  let month = "";
  let spent = 0;
  let today = 0;
  const byAddress = new Map<string, number>();

  const turnPage = () => {
    const at = lent.now();
    if (Math.floor(at / day) === today) return;
    today = Math.floor(at / day);
    byAddress.clear();
    const now = new Date(at).toISOString().slice(0, "2026-11".length);
    if (now !== month) spent = 0;
    month = now;
  };

  return {
    spend(caller, bytes) {
      turnPage();
      const theirs = (byAddress.get(caller) ?? 0) + bytes;
      if (lent.perMonth > 0 && spent + bytes > lent.perMonth * GiB) return false;
      if (lent.perAddress > 0 && theirs > lent.perAddress * GiB) return false;
      spent += bytes;
      // Nobody is remembered where nothing is bounded.
      if (lent.perAddress > 0) byAddress.set(caller, theirs);
      return true;
    },
  };
}
