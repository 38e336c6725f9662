// Which bytes of a chunk, or chunks of a share, are meant: spans `[from, to)` in order, apart from each other.

export type Span = readonly [from: number, to: number];
export type Spans = readonly Span[];

/** The first span that ends after `at`: where `at` is, or else what comes next. */
function placeIn(spans: Spans, at: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.[1] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The spans with one more, merged where they touch or overlap. */
export function withSpan(spans: Spans, [from, to]: Span): Spans {
  if (from >= to) return spans;
  let first = placeIn(spans, from);
  if (first > 0 && spans[first - 1]?.[1] === from) first--;
  let last = first;
  let [low, high] = [from, to];
  for (let span = spans[last]; span !== undefined && span[0] <= to; span = spans[++last]) {
    low = Math.min(low, span[0]);
    high = Math.max(high, span[1]);
  }
  return spans.toSpliced(first, last - first, [low, high]);
}

/** The spans less one. */
export function withoutSpan(spans: Spans, [from, to]: Span): Spans {
  const first = placeIn(spans, from);
  const rest: Span[] = [];
  let last = first;
  for (let span = spans[last]; span !== undefined && span[0] < to; span = spans[++last]) {
    if (span[0] < from) rest.push([span[0], from]);
    if (span[1] > to) rest.push([to, span[1]]);
  }
  return last === first ? spans : spans.toSpliced(first, last - first, ...rest);
}

/** What is in both. */
export function inBoth(some: Spans, others: Spans): Spans {
  const both: Span[] = [];
  for (const [from, to] of some) {
    let place = placeIn(others, from);
    for (let other = others[place]; other !== undefined && other[0] < to; other = others[++place]) {
      both.push([Math.max(from, other[0]), Math.min(to, other[1])]);
    }
  }
  return both;
}

/** The spans less all others. */
export function without(spans: Spans, others: Spans): Spans {
  const rest: Span[] = [];
  for (const [from, to] of spans) {
    let low = from;
    let place = placeIn(others, from);
    for (let other = others[place]; other !== undefined && other[0] < to; other = others[++place]) {
      if (other[0] > low) rest.push([low, other[0]]);
      low = other[1];
    }
    if (low < to) rest.push([low, to]);
  }
  return rest;
}

export function covers(spans: Spans, [from, to]: Span): boolean {
  const span = spans[placeIn(spans, from)];
  return from >= to || (span !== undefined && span[0] <= from && to <= span[1]);
}

/** The first number from `at` on that is in the spans. */
export function firstFrom(spans: Spans, at: number): number | undefined {
  const span = spans[placeIn(spans, at)];
  return span && Math.max(at, span[0]);
}

/** How many numbers in all. */
export function countIn(spans: Spans): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** Every number in them, in order. */
export function* each(spans: Spans): Generator<number> {
  for (const [from, to] of spans) for (let at = from; at < to; at++) yield at;
}
