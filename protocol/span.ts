// Which bytes of a chunk are here: spans `[from, to)` in order, apart from each other.

export type Span = readonly [from: number, to: number];
export type Spans = readonly Span[];

/** The spans with one more, merged where they touch or overlap. */
export function withSpan(spans: Spans, [from, to]: Span): Spans {
  const merged: Span[] = [];
  let low = from;
  let high = to;
  for (const span of spans) {
    if (span[1] < low || span[0] > high) merged.push(span);
    else {
      low = Math.min(low, span[0]);
      high = Math.max(high, span[1]);
    }
  }
  merged.push([low, high]);
  return merged.sort((a, b) => a[0] - b[0]);
}

export function covers(spans: Spans, [from, to]: Span): boolean {
  return spans.some((span) => span[0] <= from && to <= span[1]);
}

/** Bytes in all. */
export function bytesIn(spans: Spans): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0);
}
