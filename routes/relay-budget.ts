// How much the relay passes on before the host has had enough: in a calendar month in all, and in a day from one address. It is counted in
// memory, so a restart begins anew.
import type { Settings } from "./settings.ts";

export type RelayBudget = {
  /** True if so many bytes may still be passed on for this address, which then counts them. */
  spend(caller: string, bytes: number): boolean;
};

const GiB = 2 ** 30;
/** Milliseconds. */
const day = 86_400_000;

/** @param bounds in GiB, read each time; 0: no bound @param now milliseconds since 1970 */
export function openRelayBudget(bounds: Pick<Settings, "relayBudget" | "relayPerAddress">, now: () => number): RelayBudget {
  let month = "";
  let spent = 0;
  let today = 0;
  const byAddress = new Map<string, number>();

  const turnPage = () => {
    const at = now();
    if (Math.floor(at / day) === today) return;
    today = Math.floor(at / day);
    byAddress.clear();
    const thisMonth = new Date(at).toISOString().slice(0, "2026-11".length);
    if (thisMonth !== month) spent = 0;
    month = thisMonth;
  };

  return {
    spend(caller, bytes) {
      turnPage();
      const theirs = (byAddress.get(caller) ?? 0) + bytes;
      const { relayBudget, relayPerAddress } = bounds;
      if (relayBudget > 0 && spent + bytes > relayBudget * GiB) return false;
      if (relayPerAddress > 0 && theirs > relayPerAddress * GiB) return false;
      spent += bytes;
      // Nobody is remembered where nothing is bounded.
      if (relayPerAddress > 0) byAddress.set(caller, theirs);
      return true;
    },
  };
}
