// Sizes, shares of a whole, times: as people of a language write them.
import { type Language, localeOf } from "../words.ts";

export type Measures = {
  bytes(count: number): string;
  percent(part: number, whole: number): string;
  seconds(count: number): string;
  milliseconds(count: number): string;
  clock(at: number): string;
};

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"];

export function measuresOf(spoken: Language): Measures {
  const language = localeOf(spoken);
  const unit = (name: string, digits: number) =>
    new Intl.NumberFormat(language, {
      style: "unit",
      unit: name,
      // "2 byte" is no English.
      unitDisplay: name === "byte" ? "long" : "short",
      maximumFractionDigits: digits,
      minimumFractionDigits: digits,
    });
  const sizes = units.map((name, i) => unit(name, i === 0 ? 0 : 1));
  const times = { second: unit("second", 0), minute: unit("minute", 0), hour: unit("hour", 1), millisecond: unit("millisecond", 0) };
  const percents = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const clocks = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  return {
    bytes(count) {
      // 999,950 bytes are 1.0 MB, not 1,000.0 kB: the unit is chosen by what will be shown.
      let step = 0;
      while (step < units.length - 1 && count / 1000 ** step >= (step === 0 ? 1000 : 999.95)) step++;
      return sizes[step]?.format(count / 1000 ** step) ?? String(count);
    },
    percent: (part, whole) => percents.format(wholePercent(part, whole) / 100),
    seconds(count) {
      if (count < 59.5) return times.second.format(Math.max(1, Math.round(count)));
      return count < 59.5 * 60 ? times.minute.format(Math.round(count / 60)) : times.hour.format(count / 3600);
    },
    milliseconds: (count) => times.millisecond.format(Math.max(1, Math.round(count))),
    clock: (at) => clocks.format(at),
  };
}

const ages = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** How long ago something was, in a word or two: "yesterday", "2 hours ago". */
export function agoIn(language: Language): (ms: number) => string {
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: "auto" });
  return (ms) => {
    const [unit, length] = ages.find(([, length]) => ms >= length) ?? (["minute", 60_000] as const);
    return format.format(-Math.floor(ms / length), unit);
  };
}

/** 0 to 100; 100 only when nothing is missing. Nothing of nothing is all of it. */
export function wholePercent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((100 * Math.min(part, whole)) / whole);
}
