// A clock that jumps from one deed to the next: a heap of what is to happen, by time, and by order among equals.

type Deed = { readonly at: number; readonly order: number; readonly act: () => void };

export type Clock = {
  /** Milliseconds. */
  readonly now: number;
  after(ms: number, act: () => void): void;
  /** At this very time: what waits for one moment must not be reordered by the last digit of a sum. */
  at(time: number, act: () => void): void;
  runUntil(time: number): void;
};

export function newClock(): Clock {
  const heap: Deed[] = [];
  let now = 0;
  let order = 0;

  const put = (deed: Deed) => {
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above] as Deed;
      if (isEarlier(parent, deed)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = deed;
  };

  const takeFirst = (): Deed => {
    const first = heap[0] as Deed;
    const last = heap.pop() as Deed;
    if (heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isEarlier(heap[below + 1] as Deed, heap[below] as Deed)) below += 1;
      const child = heap[below] as Deed;
      if (isEarlier(last, child)) break;
      heap[place] = child;
      place = below;
    }
    heap[place] = last;
    return first;
  };

  return {
    get now() {
      return now;
    },
    after: (ms, act) => put({ at: now + ms, order: order++, act }),
    at: (time, act) => put({ at: time, order: order++, act }),
    runUntil(time) {
      while (heap[0] !== undefined && heap[0].at <= time) {
        const deed = takeFirst();
        now = deed.at;
        deed.act();
      }
      now = time;
    },
  };
}

function isEarlier(one: Deed, other: Deed): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
