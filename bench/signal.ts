// Envelopes per second through the server, against a bare relay of the same bytes, in interleaved rounds.
//   bun bench/signal.ts [--rounds=9] [--pairs=50] [--ms=2000]
import { randomHex } from "../edges/random.ts";
import { protocolVersion } from "../protocol/limits.ts";
import { openSite } from "../test/support/site.ts";
import { cpuMsOf } from "./cost.ts";
import { perform } from "./perform.ts";
import { option, spreadOf, told } from "./ratio.ts";
import { startBareRelay } from "./raw-relay.ts";

const rounds = option("rounds", 9);
const pairs = option("pairs", 50);
const ms = option("ms", 2000);
/** Messages of each socket under way at once. */
const depth = 4;
/** Characters: a candidate with its conversation. */
const envelope = "x".repeat(280);

await perform(async (stage) => {
  const generous = ["--messages-per-second", "1000000", "--joins-per-minute", "100000"];
  const site = stage.things.use(await openSite({ flags: generous }));
  const relay = await startBareRelay(stage);

  const ours = await openPairs((pair) => joinedSocket(`${site.url.replace("http", "ws")}/r/bench-${pair}/signal`));
  const bare = await openPairs(async (pair) => ({
    socket: await openSocket(`${relay.url.replace("http", "ws")}/${pair}`),
    id: "0".repeat(43),
  }));

  const ratios: number[] = [];
  const speeds = { ours: [] as number[], bare: [] as number[], oursCpu: [] as number[], bareCpu: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const order = [
      { name: "ours" as const, pairs: ours, pid: site.pid },
      { name: "bare" as const, pairs: bare, pid: relay.pid },
    ];
    const found = { ours: 0, bare: 0 };
    for (const { name, pairs, pid } of round % 2 === 0 ? order : order.reverse()) {
      const before = cpuMsOf([pid]);
      const passed = await exchange(pairs);
      found[name] = (passed * 1000) / ms;
      speeds[name].push(found[name]);
      speeds[`${name}Cpu`].push(((cpuMsOf([pid]) - before) * 1000) / passed);
    }
    ratios.push(found.ours / found.bare);
  }
  console.log(`signalling, server / bare relay: ${told(spreadOf(ratios))} of ${rounds} rounds`);
  console.log(`  envelopes per second: server ${told(spreadOf(speeds.ours), 0)}, bare ${told(spreadOf(speeds.bare), 0)}`);
  console.log(
    `  server's processor µs per envelope: server ${told(spreadOf(speeds.oursCpu), 1)}, bare ${told(spreadOf(speeds.bareCpu), 1)}`,
  );
});

type End = { readonly socket: WebSocket; readonly id: string };

async function openPairs(open: (pair: number) => Promise<End>) {
  const made: [End, End][] = [];
  for (let pair = 0; pair < pairs; pair++) made.push([await open(pair), await open(pair)]);
  return made;
}

function openSocket(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.onopen = () => resolve(socket);
    socket.onerror = () => reject(new Error(`no socket at ${url}`));
  });
}

async function joinedSocket(url: string): Promise<End> {
  const socket = await openSocket(url);
  const welcome = new Promise<string>((resolve) => {
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(String(data));
      if (message.type === "welcome") resolve(message.you);
    };
  });
  socket.send(JSON.stringify({ type: "join", version: protocolVersion, token: randomHex() }));
  return { socket, id: await welcome };
}

/** Each side answers every message with one of its own, for a while. Returns how many arrived. */
async function exchange(pairs: readonly [End, End][]): Promise<number> {
  let arrived = 0;
  let going = true;
  for (const pair of pairs) {
    for (const [i, { socket }] of pair.entries()) {
      const message = JSON.stringify({ type: "tell", to: pair[1 - i]?.id, envelope });
      socket.onmessage = () => {
        arrived++;
        if (going) socket.send(message);
      };
      for (let n = 0; n < depth; n++) socket.send(message);
    }
  }
  await Bun.sleep(ms);
  const counted = arrived;
  going = false;
  // What is under way arrives before the next round begins.
  for (let before = -1; before !== arrived; ) {
    before = arrived;
    await Bun.sleep(50);
  }
  return counted;
}
