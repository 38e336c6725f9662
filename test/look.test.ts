// The page's colours are custom properties in one place, and whatever is read on them can be read: WCAG 2.2, 1.4.3 (4.5 for text) and 1.4.11 (3 for what must
// be seen to be used).
import { expect, test } from "bun:test";

const style = await Bun.file(new URL("../public/style.css", import.meta.url)).text();

type Colour = readonly [red: number, green: number, blue: number];

/** The properties that the first `:root` behind `start` sets. */
function propertiesIn(start: string): ReadonlyMap<string, string> {
  const [, rules = ""] = /:root \{([^}]*)\}/.exec(style.slice(style.indexOf(start))) ?? [];
  return new Map([...rules.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name = "", value = ""]) => [name, value]));
}

const light = propertiesIn(":root {");
const schemes = { light, dark: new Map([...light, ...propertiesIn("@media (prefers-color-scheme: dark)")]) } as const;

function hex(value: string | undefined): Colour {
  const [, red = "", green = "", blue = ""] = /^#(\w\w)(\w\w)(\w\w)$/.exec(value ?? "") ?? [];
  if (blue === "") throw new Error(`not a colour: ${value}`);
  return [red, green, blue].map((part) => linear(Number.parseInt(part, 16) / 255)) as unknown as Colour;
}

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** Linear sRGB of an Oklch colour (CSS Color 4, section 9.2), cut to what a screen shows. */
function oklch(lightness: number, chroma: number, hue: number): Colour {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const parts = [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
  return parts.map((part) => Math.min(1, Math.max(0, part))) as unknown as Colour;
}

function contrast(one: Colour, other: Colour): number {
  const luminance = ([red, green, blue]: Colour) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

/** What stands on what. */
const texts = {
  ink: ["paper", "sheet", "sunk", "accent-soft"],
  soft: ["paper", "sheet", "sunk"],
  accent: ["paper", "sheet", "accent-soft"],
  "accent-ink": ["accent"],
  wrong: ["paper", "sheet", "wrong-soft"],
  warn: ["paper", "warn-soft"],
} as const;
const shapes = {
  edge: ["paper", "sheet"],
  accent: ["paper", "sheet", "sunk"],
  moving: ["paper", "sheet", "sunk"],
  wrong: ["paper"],
} as const;
/** People's names and edges; their initials stand the other way round. */
const people = ["paper", "sheet"] as const;

const hues = [...style.matchAll(/\.tone-(\d+) \{\s*--hue: (\d+);/g)].map(([, , hue]) => Number(hue));

for (const [scheme, properties] of Object.entries(schemes)) {
  const colour = (name: string) => hex(properties.get(`--${name}`));
  const pairs = (what: Readonly<Record<string, readonly string[]>>, least: number) =>
    Object.entries(what).flatMap(([name, grounds]) =>
      grounds.map((ground) => ({ pair: `${name} on ${ground}`, least, is: contrast(colour(name), colour(ground)) })),
    );
  const tone = (hue: number) => oklch(Number.parseFloat(properties.get("--tone-l") ?? "") / 100, Number(properties.get("--tone-c")), hue);

  test(`text has a contrast of 4.5 and what is used one of 3 to what it stands on (${scheme})`, () => {
    const all = [...pairs(texts, 4.5), ...pairs(shapes, 3)];
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter(({ is, least }) => is < least)).toEqual([]);
  });

  test(`everybody's colour has a contrast of 4.5 to what it stands on (${scheme})`, () => {
    expect(hues).toHaveLength(12);
    const all = hues.flatMap((hue) => people.map((ground) => ({ hue, ground, is: contrast(tone(hue), colour(ground)) })));
    expect(all.filter(({ is }) => is < 4.5)).toEqual([]);
  });
}

test("a colour stands in the custom properties, and nowhere else but where it is always the same: codes to scan, and shadows", () => {
  const rules = style.replace(/:root \{[^}]*\}/g, "").replace(/\/\*[\s\S]*?\*\//g, "");
  const found = [...rules.matchAll(/#[0-9a-f]{3,8}\b|\brgba?\([^)]*\)/g)].map(([colour]) => colour);
  expect(new Set(found)).toEqual(new Set(["#fff", "#000", "rgb(0 0 0 / 10%)", "rgb(10 20 18 / 60%)", "rgb(0 0 0 / 20%)"]));
});

test("the browser's own frame has the paper's colour", async () => {
  const frame = await Bun.file(new URL("../routes/html.ts", import.meta.url)).text();
  for (const [scheme, properties] of Object.entries(schemes))
    expect(frame).toContain(`content="${properties.get("--paper")}" media="(prefers-color-scheme: ${scheme})"`);
});

test("nothing is measured from the left or the right: people read in both directions", () => {
  const physical = style.match(/^\s*(?:margin|padding|border|inset)?-?(?:left|right)\b[^:]*:|text-align: right|float:/gm);
  expect(physical ?? []).toEqual([]);
});

test("no rule looks through the whole page, or at written styles from outside: each bar that grows and key that is pressed would have all of it styled anew", () => {
  const rules = style.match(/^[^@\n][^{}]*:has\([^{]*\{/gm) ?? [];
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.filter((rule) => /(?:html|body|main|:root):has\(|:has\([^{]*\[style/.test(rule))).toEqual([]);
});
