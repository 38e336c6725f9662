// Prometheus' text format 0.0.4, as a test reads it.

export type Figure = { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** Throws where a line is none of the format's. */
export function readFigures(text: string): readonly Figure[] {
  return text.split("\n").flatMap((line) => {
    if (line === "" || /^# (HELP|TYPE) \w+ \S/.test(line)) return [];
    const [, name, labels = "", value] = /^([a-z_]\w*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined || Number.isNaN(Number(value?.replace("+Inf", "Infinity")))) throw new Error(`no figure: ${line}`);
    return [
      {
        name,
        labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, each]) => [key, each])),
        value: Number(value),
      },
    ];
  });
}

/** The sum of all figures of a name that have these labels. */
export function figure(figures: readonly Figure[], name: string, labels: Readonly<Record<string, string>> = {}): number {
  const found = figures.filter((each) => each.name === name && Object.entries(labels).every(([key, value]) => each.labels[key] === value));
  if (found.length === 0) throw new Error(`there is no ${name} ${JSON.stringify(labels)}`);
  return found.reduce((sum, each) => sum + each.value, 0);
}
