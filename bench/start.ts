// The binary: from its start to its first answer, what it holds at rest, and how large it is. Beside it, in interleaved rounds, a binary that does
// nothing but answer, since what Bun itself takes depends on the machine.
//   bun bench/start.ts [--rounds=9]
import { join } from "node:path";
import { build } from "../deploy/build.ts";
import { perform } from "./perform.ts";
import { inTurns, option, spreadOf, told } from "./ratio.ts";

const rounds = option("rounds", 9);
/** Milliseconds to the first answer. */
const msMax = 60;
const MiB = 2 ** 20;
/** Resident bytes at rest. */
const restMax = 60 * MiB;
/** Milliseconds after the first answer. */
const restAfter = 1_000;

await perform(async ({ folder }) => {
  const roomcp = await build(join(folder.path, "roomcp"));
  const bareSource = join(folder.path, "bare.ts");
  await Bun.write(bareSource, `Bun.serve({ hostname: "127.0.0.1", port: Number(process.argv[2]), fetch: () => new Response("ok") });`);
  const bare = join(folder.path, "bare");
  await Bun.build({ entrypoints: [bareSource], target: "bun", compile: { outfile: bare } });

  const figures = { ours: [] as Figures[], bare: [] as Figures[] };
  for (let round = 0; round < rounds; round++) {
    const [ours, other] = await inTurns(round, [
      () => begun((port) => [roomcp, "serve", "--host=127.0.0.1", `--port=${port}`, "--mdns=off"]),
      () => begun((port) => [bare, String(port)]),
    ]);
    figures.ours.push(ours);
    figures.bare.push(other);
  }
  const of = (who: keyof typeof figures, what: keyof Figures) => figures[who].map((each) => each[what]);
  const [times, bareTimes, held] = [spreadOf(of("ours", "ms")), spreadOf(of("bare", "ms")), spreadOf(of("ours", "rest"))];
  const ratios = figures.ours.map(({ ms }, i) => ms / (figures.bare[i]?.ms ?? Number.NaN));
  console.log(`from start to the first answer: ${(times.median / msMax).toFixed(2)} of ${msMax} ms`);
  console.log(
    `  milliseconds: ${told(times, 0)}, a binary that only answers ${told(bareTimes, 0)}, ratio ${told(spreadOf(ratios))} of ${rounds} rounds`,
  );
  console.log(`at rest: ${(held.median / restMax).toFixed(2)} of ${restMax / MiB} MiB`);
  console.log(
    `  resident MiB: ${(held.median / MiB).toFixed(1)}, a binary that only answers ${(spreadOf(of("bare", "rest")).median / MiB).toFixed(1)}`,
  );
  console.log(
    `size: ${(Bun.file(roomcp).size / 1e6).toFixed(1)} MB, a binary that only answers ${(Bun.file(bare).size / 1e6).toFixed(1)} MB`,
  );
});

type Figures = { readonly ms: number; readonly rest: number };

/** Starts it, asks until it answers, lets it rest, and ends it. */
async function begun(command: (port: number) => readonly string[]): Promise<Figures> {
  const port = freePort();
  const began = performance.now();
  const running = Bun.spawn([...command(port)], { stdout: "ignore", stderr: "inherit", env: {} });
  while (!(await answers(port))) {
    if (running.exitCode !== null) throw new Error(`it has ended with ${running.exitCode}`);
    await Bun.sleep(1);
  }
  const ms = performance.now() - began;
  await Bun.sleep(restAfter);
  const status = await Bun.file(`/proc/${running.pid}/status`).text();
  running.kill("SIGKILL");
  await running.exited;
  return { ms, rest: 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) };
}

function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/healthz`, { keepalive: false }).then(
    ({ ok }) => ok,
    () => false,
  );
}

function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
  const { port = 0 } = server;
  server.stop(true);
  return port;
}
