// The benches run and print their ratios. No figure is judged here: that is for whoever runs them on a quiet machine.
import { expect, test } from "bun:test";
import { spreadOf } from "../../bench/ratio.ts";

const short: readonly (readonly [name: string, options: readonly string[], prints: RegExp])[] = [
  ["page", ["--rounds=1"], /page JavaScript, gzipped: 0\.\d\d of 60000 bytes\n[\s\S]*direct link: \d+\.\d\d of 1000 ms/],
  ["signal", ["--rounds=1", "--pairs=2", "--ms=200"], /server \/ bare relay: \d+\.\d\d/],
  ["transfer", ["--rounds=1", "--mib=4"], /page \/ raw channel: \d+\.\d\d[\s\S]*processor ms per MiB/],
  ["memory", ["--mib=4"], /to opfs: -?\d+\.\d\d of the bound[\s\S]*to indexeddb: -?\d+\.\d\d of the bound/],
];

for (const [name, options, prints] of short) {
  test(`bench/${name} runs and prints its ratio`, async () => {
    const bench = Bun.spawn([process.execPath, `bench/${name}.ts`, ...options], { stdout: "pipe", stderr: "pipe" });
    const [said, complained] = await Promise.all([new Response(bench.stdout).text(), new Response(bench.stderr).text()]);
    expect({ code: await bench.exited, complained }).toEqual({ code: 0, complained: "" });
    expect(said).toMatch(prints);
  }, 90_000);
}

/** The QR code is loaded when it is asked for, and of the languages only one. */
test("the page's JavaScript keeps within its bound of 60 kB gzipped", async () => {
  const { buildClient } = await import("../../routes/client.ts");
  const { files, paths } = await buildClient();
  const page = [...files].filter(([path, { type }]) => type.includes("javascript") && path !== paths.worker && !/\/(qr|ja)-/.test(path));
  expect(page.length).toBeGreaterThan(0);
  const bytes = page.reduce((sum, [, { packed }]) => sum + (packed.find(({ encoding }) => encoding === "gzip")?.bytes.length ?? 0), 0);
  expect(bytes).toBeLessThanOrEqual(60_000);
});

test("a spread is the median, the least and the most", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
});
