import { expect, test } from "bun:test";
import { effect, raw, reactive, release } from "../../client/ui/reactive.ts";

/** Runs what is scheduled when asked, each once, as Alpine's queue does. */
function queue() {
  const jobs = new Set<() => void>();
  return {
    scheduler: (job: () => void) => void jobs.add(job),
    flush() {
      for (const job of jobs) {
        jobs.delete(job);
        job();
      }
    },
    waiting: () => jobs.size,
  };
}

test("whoever read a part is run again when that part changes, and for no other", () => {
  const { flush, scheduler, waiting } = queue();
  const shown = reactive({ title: "a", count: 1 });
  const seen: string[] = [];
  effect(() => seen.push(shown.title), { scheduler });
  shown.count = 2;
  shown.title = "a";
  expect(waiting()).toBe(0);
  shown.title = "b";
  shown.title = "c";
  flush();
  expect(seen).toEqual(["a", "c"]);
});

test("what was read last time and not this time is not waited for", () => {
  const { flush, scheduler, waiting } = queue();
  const shown = reactive({ which: "left", left: 1, right: 1 });
  effect(() => (shown.which === "left" ? shown.left : shown.right), { scheduler });
  shown.which = "right";
  flush();
  shown.left = 2;
  expect(waiting()).toBe(0);
  shown.right = 2;
  expect(waiting()).toBe(1);
});

test("objects inside are followed, what is frozen or not plain stays what it is", () => {
  const { flush, scheduler } = queue();
  const item = Object.freeze({ key: "x" });
  const date = new Date();
  const shown = reactive({ inner: { open: false }, item, items: Object.freeze([item]), date, nothing: null });
  expect([shown.item, shown.items[0], shown.date, shown.nothing] as unknown[]).toEqual([item, item, date, null]);
  expect(shown.item).toBe(item);
  expect(shown.date).toBe(date);
  expect(shown.inner).toBe(shown.inner);
  const seen: boolean[] = [];
  effect(() => seen.push(shown.inner.open), { scheduler });
  shown.inner.open = true;
  flush();
  expect(seen).toEqual([false, true]);
});

test("whoever asked which names there are, or whether there is one, learns of a new and of a lost one", () => {
  const { flush, scheduler } = queue();
  const shown = reactive<Record<string, number>>({ a: 1 });
  const seen: (readonly [string, boolean])[] = [];
  effect(() => seen.push([Object.keys(shown).join(), "b" in shown]), { scheduler });
  shown.b = 2;
  flush();
  delete shown.a;
  flush();
  delete shown.b;
  flush();
  delete shown.b;
  flush();
  expect(seen).toEqual([
    ["a", false],
    ["a,b", true],
    ["b", true],
    ["", false],
  ]);
});

test("a list is one whole: adding, replacing and taking out are seen", () => {
  const { flush, scheduler } = queue();
  const list = reactive([1, 2]);
  const seen: string[] = [];
  effect(() => seen.push(list.join()), { scheduler });
  list.push(3);
  flush();
  list[0] = 9;
  flush();
  list.length = 1;
  flush();
  expect(seen).toEqual(["1,2", "1,2,3", "9,2,3", "9"]);
});

test("an effect that changes what it reads is not run for that again; one within another keeps its own reads", () => {
  const { flush, scheduler } = queue();
  const shown = reactive({ outer: 1, inner: 1, runs: 0 });
  const seen: string[] = [];
  effect(
    () => {
      shown.runs++;
      seen.push(`outer ${shown.outer}`);
      if (shown.runs === 1) effect(() => seen.push(`inner ${shown.inner}`), { scheduler });
    },
    { scheduler },
  );
  flush();
  shown.inner = 2;
  flush();
  shown.outer = 2;
  flush();
  expect(seen).toEqual(["outer 1", "inner 1", "inner 2", "outer 2"]);
});

test("a getter reads what its object has, through what follows it", () => {
  const { flush, scheduler } = queue();
  const shown = reactive({
    first: "A",
    get full() {
      return `${this.first}!`;
    },
  });
  const seen: string[] = [];
  effect(() => seen.push(shown.full), { scheduler });
  shown.first = "B";
  flush();
  expect(seen).toEqual(["A!", "B!"]);
});

test("what was released is told nothing and does nothing, though it was scheduled before", () => {
  const { flush, scheduler, waiting } = queue();
  const shown = reactive({ n: 1 });
  let runs = 0;
  const runner = effect(
    () => {
      runs += shown.n;
    },
    { scheduler },
  );
  shown.n = 2;
  release(runner);
  flush();
  shown.n = 3;
  expect([runs, waiting()]).toEqual([1, 0]);
});

test("an effect that throws is over with its reading all the same", () => {
  const { scheduler, waiting } = queue();
  const shown = reactive({ n: 1, other: 1 });
  expect(() =>
    effect(
      () => {
        if (shown.n > 0) throw new Error("no");
      },
      { scheduler },
    ),
  ).toThrow("no");
  void shown.other;
  shown.other = 2;
  expect(waiting()).toBe(0);
});

test("what is put in is kept plain, and followed only where it is read", () => {
  const inner = { n: 1 };
  const shown = reactive<{ inner?: { n: number } }>({});
  shown.inner = reactive(inner);
  expect(raw(shown).inner).toBe(inner);
  expect(shown.inner).toBe(reactive(inner));
  expect(raw(reactive(inner))).toBe(inner);
  expect(reactive(shown)).toBe(shown);
});
