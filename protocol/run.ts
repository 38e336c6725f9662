// The loop that drives every machine, on the server, in the browser and in tests.

/** What a machine decides: its next state, and what should happen in the world. */
export type Step<State, Event, Effect> = (state: State, event: Event, now: number) => readonly [State, readonly Effect[]];

export type Running<State, Event> = {
  /** Hands the machine an event. While one is being carried out, others wait in line. */
  send(event: Event): void;
  readonly state: State;
};

/**
 * Runs a machine: one event, all its effects, then the next event. An effect may answer at once; the answer waits its turn.
 * @param lent.now milliseconds on a clock that never goes back
 * @param lent.act carries out one effect; what it throws is a bug of ours and reaches the caller of `send`
 */
export function run<State, Event, Effect>(lent: {
  state: State;
  step: Step<State, Event, Effect>;
  act: (effect: Effect, send: (event: Event) => void) => void;
  now: () => number;
  changed?: (state: State, because: Event) => void;
}): Running<State, Event> {
  let state = lent.state;
  let busy = false;
  const line: Event[] = [];

  const send = (event: Event) => {
    line.push(event);
    if (busy) return;
    busy = true;
    try {
      for (let next = line.shift(); next !== undefined; next = line.shift()) {
        const [after, effects] = lent.step(state, next, lent.now());
        const differs = after !== state;
        state = after;
        for (const effect of effects) lent.act(effect, send);
        if (differs) lent.changed?.(state, next);
      }
    } finally {
      busy = false;
    }
  };

  return {
    send,
    get state() {
      return state;
    },
  };
}

/** Two decisions, one after the other, as one. */
export function andThen<State, Effect>(
  [state, effects]: readonly [State, readonly Effect[]],
  next: (state: State) => readonly [State, readonly Effect[]],
): readonly [State, readonly Effect[]] {
  const [after, more] = next(state);
  return [after, more.length === 0 ? effects : [...effects, ...more]];
}
