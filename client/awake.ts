// While a transfer runs, the screen stays on and leaving is asked about; as soon as none does, neither.
import { effect, type ReadonlySignal } from "@preact/signals-core";

/** Holds a screen wake lock while `busy`. A browser takes it away from a hidden page, and has none over plain HTTP. */
export function keepAwake(busy: ReadonlySignal<boolean>): void {
  let lock: Promise<WakeLockSentinel | undefined> | undefined;
  const hold = () => {
    if (busy.peek() && document.visibilityState === "visible") lock ??= navigator.wakeLock?.request("screen").catch(() => undefined);
  };
  const release = () => {
    void lock?.then((sentinel) => sentinel?.release());
    lock = undefined;
  };
  effect(() => (busy.value ? hold() : release()));
  document.addEventListener("visibilitychange", () => {
    release();
    hold();
  });
}

/** Asks before the page is left while something would be lost. A listener that was always there would cost the back button its speed. */
export function warnBeforeLeaving(wouldLose: ReadonlySignal<boolean>): void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  effect(() => {
    if (wouldLose.value) addEventListener("beforeunload", ask);
    else removeEventListener("beforeunload", ask);
  });
}
