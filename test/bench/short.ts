// Short runs of the benches: with which options, and what each prints.
import { expect, test } from "bun:test";
import { usualChromium } from "../support/person.ts";

type Short = readonly [name: string, options: readonly string[], prints: RegExp];

export const short: readonly Short[] = [
  ["weight", [], /first: \d+ bytes gzipped, \d\.\d\d of \d+\n[\s\S]*everything: \d+ bytes gzipped/],
  ["page", ["--rounds=1"], /direct link: \d+\.\d\d of 1000 ms/],
  ["agreement", ["--rounds=3"], /initiator: \d+\.\d\d[\s\S]*responder: \d+\.\d\d/],
  ["signal", ["--rounds=1", "--pairs=2", "--ms=200"], /server \/ bare relay: \d+\.\d\d/],
  ["transfer", ["--rounds=1", "--mib=2"], /page \/ raw channel: \d+\.\d\d[\s\S]*processor ms per MiB/],
  ["relay", ["--rounds=1", "--mib=2"], /page \/ bare relay: \d+\.\d\d[\s\S]*page \/ raw channel: \d+\.\d\d[\s\S]*per relayed GiB/],
  ["relays", ["--pairs=3"], /of 4 MiB each: \d+\.\d\d/],
  ["cli-disk", ["--rounds=1", "--mib=4", "--files=20"], /one file, sending \/ limit: \d+\.\d\d[\s\S]*KiB, receiving \/ limit: \d+\.\d\d/],
  ["start", ["--rounds=1"], /first answer: \d+\.\d\d of 60 ms[\s\S]*at rest: \d+\.\d\d of 60 MiB[\s\S]*size: \d+/],
  ["idle", ["--peers=20"], /growth for each: -?\d+\.\d\d of 20000 bytes/],
  [
    "terminal",
    ["--rounds=1", "--mib=2", "--gib=0.01"],
    /library's bare channel: \d+\.\d\d[\s\S]*terminal to Chromium of[^:]*: \d+\.\d\d[\s\S]*Chromium to terminal of[^:]*: \d+\.\d\d[\s\S]*a bare relay: \d+\.\d\d[\s\S]*most memory of either end, 0\.01 GiB: \d+\.\d\d/,
  ],
  ["pipe", ["--rounds=1", "--mib=4", "--slow=1"], /bare server: \d+\.\d\d[\s\S]*meanwhile: \d+\.\d\d[\s\S]*slow receivers: \d+\.\d\d/],
  ["small-files", ["--rounds=1", "--files=60"], /one file of 600 kB: \d+\.\d\d/],
  ["memory", ["--mib=4", "--rung=opfs"], /to opfs: -?\d+\.\d\d of the bound[\s\S]*sharer's renderer/],
  ["reload", ["--rounds=1", "--mib=5"], /of 3 s: -?\d+\.\d\d[\s\S]*sent again, of 2 of the largest windows seen: -?\d+\.\d\d/],
  ["recheck", ["--rounds=1", "--mib=4"], /opfs \/ bare hash: \d+\.\d\d[\s\S]*indexeddb \/ bare hash: \d+\.\d\d/],
  ["chat", ["--rounds=1", "--mib=4", "--rest=0.5"], /median: \d+\.\d\d[\s\S]*worst: \d+\.\d\d[\s\S]*at rest: \d+\.\d\d/],
  [
    "crowd",
    ["--rounds=1", "--people=4", "--messages=12", "--shares=6", "--seconds=0.5", "--keys=4"],
    /plain page: \d+\.\d\d[\s\S]*painted, of 50 ms: \d+\.\d\d/,
  ],
  ["smooth", ["--rounds=1", "--seconds=0.5", "--mib=12"], /receiver: long tasks \d+\.\d\d.*frames \d+\.\d\d/],
];

/** These lay networks, which makes browsers beside them give up what they load. Where they cannot, they say why, and print nothing else. */
export const layNetworks: readonly Short[] = [
  ["fair", ["--rounds=1", "--seconds=1", "--receivers=2"], /equal share: \d+\.\d\d|^The slow line is left out: .+\.$/m],
  ["long-line", ["--rounds=1", "--mb=0.6"], /bare channel: \d+\.\d\d[\s\S]*line's rate: \d+\.\d\d|^The long line is left out: .+\.$/m],
];

/** No figure is judged: that is for whoever runs them on a quiet machine. */
export function tryBenches(benches: readonly Short[]) {
  for (const [name, options, prints] of benches) {
    test(`bench/${name} runs and prints its ratio`, async () => {
      const usual = ["--minutes=4", `--chromium=${usualChromium}`];
      const bench = Bun.spawn([process.execPath, `bench/${name}.ts`, ...usual, ...options], { stdout: "pipe", stderr: "pipe" });
      const [said, complained] = await Promise.all([new Response(bench.stdout).text(), new Response(bench.stderr).text()]);
      expect({ code: await bench.exited, complained }).toEqual({ code: 0, complained: "" });
      expect(said).toMatch(prints);
    }, 260_000);
  }
}
