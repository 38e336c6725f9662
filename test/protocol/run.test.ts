import { expect, test } from "bun:test";
import { andThen, run, type Step } from "../../protocol/run.ts";

/** Counts; every number asks for itself to be printed, and `0` changes nothing. */
const count: Step<number, number, number> = (sum, event) => (event === 0 ? [sum, []] : [sum + event, [event]]);

test("one event and all its effects, then the next event", () => {
  const seen: string[] = [];
  const step: Step<readonly string[], string, string> = (state, event) => [
    [...state, event],
    [`${event}1`, `${event}2`],
  ];
  const machine = run({
    state: [] as readonly string[],
    step,
    now: () => 0,
    act: (effect, send) => {
      seen.push(effect);
      if (effect === "a1") send("b");
    },
  });
  machine.send("a");
  expect(seen).toEqual(["a1", "a2", "b1", "b2"]);
  expect(machine.state).toEqual(["a", "b"]);
});

test("an effect sees the state that asked for it", () => {
  const seen: number[] = [];
  const machine = run({ state: 0, step: count, now: () => 0, act: () => void seen.push(machine.state) });
  machine.send(5);
  machine.send(6);
  expect(seen).toEqual([5, 11]);
});

test("changes are told after their effects, and only changes", () => {
  const told: number[] = [];
  const machine = run({
    state: 0,
    step: count,
    now: () => 0,
    act: () => expect(told).not.toContain(machine.state),
    changed: (now) => told.push(now),
  });
  for (const event of [1, 0, 2]) machine.send(event);
  expect(told).toEqual([1, 3]);
});

test("each event is decided at its own time", () => {
  let clock = 0;
  const step: Step<readonly number[], "tick", never> = (state, _, now) => [[...state, now], []];
  const machine = run({ state: [] as readonly number[], step, act: () => {}, now: () => ++clock });
  machine.send("tick");
  machine.send("tick");
  expect(machine.state).toEqual([1, 2]);
});

test("a fault of ours reaches the caller, and the machine goes on", () => {
  const done: number[] = [];
  const act = (effect: number) => {
    if (effect === 1) throw new Error("ours");
    done.push(effect);
  };
  const machine = run({ state: 0, step: count, now: () => 0, act });
  expect(() => machine.send(1)).toThrow("ours");
  machine.send(2);
  expect([machine.state, done]).toEqual([3, [2]]);
});

test("two decisions are one, with the effects in order", () => {
  expect(andThen([1, ["a"]], (state) => [state + 1, ["b"]])).toEqual([2, ["a", "b"]]);
  const effects = ["a"];
  expect(andThen([1, effects], (state) => [state, []])[1]).toBe(effects);
});
