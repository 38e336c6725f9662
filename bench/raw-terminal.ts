// The limits of terminals: bare processes that pass bytes to each other over the WebRTC library or a bare relay, and to a page over the library.
import type { Page } from "playwright-core";
import type { Command } from "./bare-terminal.ts";
import type { Stage } from "./perform.ts";
import { countRaw, fillRaw, offerRaw, openRaw } from "./raw-channel.ts";

export type Bare = { readonly pid: number; ask(command: Command): Promise<string> };

export function startBare({ things }: Stage): Bare {
  let answered = Promise.withResolvers<string>();
  const child = Bun.spawn([process.execPath, "bench/bare-terminal.ts"], {
    stdio: ["ignore", "inherit", "inherit"],
    ipc: ({ done }: { done?: string }) => answered.resolve(done ?? ""),
  });
  things.defer(() => child.kill("SIGKILL"));
  return {
    pid: child.pid,
    ask(command) {
      answered = Promise.withResolvers();
      child.send(command);
      return answered.promise;
    },
  };
}

export async function connectBare(from: Bare, to: Bare): Promise<void> {
  const sdp = await from.ask({ do: "offer" });
  await from.ask({ do: "accept", sdp: await to.ask({ do: "answer", sdp }) });
}

export async function openBareRelay(from: Bare, to: Bare, relay: string): Promise<void> {
  const url = `${relay.replace("http", "ws")}/terminals`;
  await Promise.all([from, to].map((each) => each.ask({ do: "open", url })));
}

/** Milliseconds until the last byte has arrived. */
export async function sendBare(from: Bare, to: Bare, bytes: number): Promise<number> {
  await to.ask({ do: "count", bytes });
  const began = performance.now();
  await from.ask({ do: "send", bytes });
  await to.ask({ do: "wait" });
  return performance.now() - began;
}

/** The same of a file, with the least honest work at both ends (`least-line.ts`). */
export async function sendBareFile(
  [from, to]: readonly [Bare, Bare],
  { path, into, bytes }: { path: string; into: string; bytes: number },
): Promise<number> {
  await to.ask({ do: "store-file", path: into, bytes });
  const began = performance.now();
  await from.ask({ do: "send-file", path, bytes });
  await to.ask({ do: "wait" });
  return performance.now() - began;
}

/** The page offers, as pages do to terminals (L21). */
export async function connectBareToPage(bare: Bare, page: Page): Promise<void> {
  await openRaw(page, await bare.ask({ do: "answer", sdp: await offerRaw(page) }));
}

export async function sendBareToPage(bare: Bare, page: Page, bytes: number): Promise<number> {
  const arrived = await countRaw(page, bytes);
  const began = performance.now();
  await bare.ask({ do: "send", bytes });
  await arrived();
  return performance.now() - began;
}

export async function sendPageToBare(page: Page, bare: Bare, bytes: number): Promise<number> {
  await bare.ask({ do: "count", bytes });
  const began = performance.now();
  await fillRaw(page, bytes);
  await bare.ask({ do: "wait" });
  return performance.now() - began;
}
