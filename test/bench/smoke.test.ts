// The benches run and print their ratios. No figure is judged here: that is for whoever runs them on a quiet machine.
import { expect, test } from "bun:test";
import { spreadOf } from "../../bench/ratio.ts";

/** Those that need a network of their own say why they cannot have it, and print nothing else. */
const short: readonly (readonly [name: string, options: readonly string[], prints: RegExp])[] = [
  ["page", ["--rounds=1"], /page JavaScript, gzipped: \d\.\d\d of 60000 bytes\n[\s\S]*direct link: \d+\.\d\d of 1000 ms/],
  ["agreement", ["--rounds=3"], /initiator: \d+\.\d\d[\s\S]*responder: \d+\.\d\d/],
  ["signal", ["--rounds=1", "--pairs=2", "--ms=200"], /server \/ bare relay: \d+\.\d\d/],
  ["transfer", ["--rounds=1", "--mib=2"], /page \/ raw channel: \d+\.\d\d[\s\S]*processor ms per MiB/],
  ["relay", ["--rounds=1", "--mib=2"], /page \/ bare relay: \d+\.\d\d[\s\S]*page \/ raw channel: \d+\.\d\d[\s\S]*per relayed GiB/],
  ["relays", ["--pairs=3"], /of 4 MiB each: \d+\.\d\d/],
  ["small-files", ["--rounds=1", "--files=60"], /one file of 600 kB: \d+\.\d\d/],
  ["memory", ["--mib=4", "--rung=opfs"], /to opfs: -?\d+\.\d\d of the bound[\s\S]*sharer's renderer/],
  ["reload", ["--rounds=1", "--mib=5"], /of 3 s: -?\d+\.\d\d[\s\S]*sent again, of 2 of the largest windows seen: -?\d+\.\d\d/],
  ["recheck", ["--rounds=1", "--mib=4"], /opfs \/ bare hash: \d+\.\d\d[\s\S]*indexeddb \/ bare hash: \d+\.\d\d/],
  ["chat", ["--rounds=1", "--mib=4", "--rest=0.5"], /median: \d+\.\d\d[\s\S]*worst: \d+\.\d\d[\s\S]*at rest: \d+\.\d\d/],
  ["smooth", ["--rounds=1", "--seconds=0.5", "--mib=12"], /receiver: long tasks \d+\.\d\d.*frames \d+\.\d\d/],
  ["fair", ["--rounds=1", "--seconds=1", "--receivers=2"], /equal share: \d+\.\d\d|^The slow line is left out: .+\.$/m],
  ["long-line", ["--rounds=1", "--mb=0.6"], /bare channel: \d+\.\d\d[\s\S]*line's rate: \d+\.\d\d|^The long line is left out: .+\.$/m],
];

for (const [name, options, prints] of short) {
  test(`bench/${name} runs and prints its ratio`, async () => {
    const bench = Bun.spawn([process.execPath, `bench/${name}.ts`, "--minutes=4", ...options], { stdout: "pipe", stderr: "pipe" });
    const [said, complained] = await Promise.all([new Response(bench.stdout).text(), new Response(bench.stderr).text()]);
    expect({ code: await bench.exited, complained }).toEqual({ code: 0, complained: "" });
    expect(said).toMatch(prints);
  }, 260_000);
}

test("every bench is in the list of all, and is tried here", async () => {
  const all = await Bun.file(new URL("../../bench/all.ts", import.meta.url)).text();
  const listed = [...(/const names = \[([^\]]*)\]/.exec(all)?.[1]?.matchAll(/"([\w-]+)"/g) ?? [])].map(([, name = ""]) => name);
  expect(listed.toSorted()).toEqual(short.map(([name]) => name).toSorted());
});

/** What only people inside need comes while they type their name; a QR code, a list of files, a zip and the details of a connection, when somebody wants one; of the languages, one. */
test("the page's JavaScript keeps within its bounds gzipped: 60 kB at first, 110 kB once inside, 121 kB with everything", async () => {
  const { buildClient } = await import("../../routes/client.ts");
  const { files, paths } = await buildClient();
  const bytesOf = (left: RegExp) => {
    const page = [...files].filter(([path, { type }]) => type.includes("javascript") && path !== paths.worker && !left.test(path));
    expect(page.length).toBeGreaterThan(0);
    return page.reduce((sum, [, { packed }]) => sum + (packed.find(({ encoding }) => encoding === "gzip")?.bytes.length ?? 0), 0);
  };
  expect(bytesOf(/\/(qr|ja|session|files|zip|symbols|connection|home|check)-/)).toBeLessThanOrEqual(60_000);
  expect(bytesOf(/\/(qr|ja|files|zip|symbols|connection|home|check)-/)).toBeLessThanOrEqual(110_000);
  expect(bytesOf(/\/(ja|check)-/)).toBeLessThanOrEqual(121_000);
});

test("a spread is the median, the least and the most", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
});
