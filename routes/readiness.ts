// Whether this server takes people in: not yet while it starts, and no more once it has been told to stop.

export type Phase = "starting" | "ready" | "stopping";

export type Readiness = {
  readonly phase: Phase;
  /** Whoever stops never becomes ready again. */
  enter(phase: "ready" | "stopping"): void;
};

export function openReadiness(): Readiness {
  let phase: Phase = "starting";
  return {
    get phase() {
      return phase;
    },
    enter(next) {
      if (phase !== "stopping") phase = next;
    },
  };
}
