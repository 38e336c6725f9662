// The limits of terminals: bare processes that pass bytes to each other over the WebRTC library or a bare relay, and to a page over the library.
import type { Page } from "playwright-core";
import type { Command } from "./bare-terminal.ts";
import type { Stage } from "./perform.ts";

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
  const arrived = to.ask({ do: "receive", bytes });
  const began = performance.now();
  await from.ask({ do: "send", bytes });
  await arrived;
  return performance.now() - began;
}

/** The page offers, as pages do to terminals (L21). */
export async function connectBareToPage(bare: Bare, page: Page): Promise<void> {
  const sdp = await page.evaluate(async () => {
    const pc = new RTCPeerConnection();
    const channel = pc.createDataChannel("raw", { negotiated: true, id: 0 });
    channel.binaryType = "arraybuffer";
    Object.assign(window, { pc, channel });
    await pc.setLocalDescription();
    await new Promise<void>((resolve) => (pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && resolve()));
    return pc.localDescription?.sdp ?? "";
  });
  const answer = await bare.ask({ do: "answer", sdp });
  await page.evaluate(async (sdp) => {
    const { pc, channel } = window as unknown as { pc: RTCPeerConnection; channel: RTCDataChannel };
    const open = new Promise<void>((resolve) => (channel.onopen = () => resolve()));
    await pc.setRemoteDescription({ type: "answer", sdp });
    if (channel.readyState !== "open") await open;
  }, answer);
}

export async function sendBareToPage(bare: Bare, page: Page, bytes: number): Promise<number> {
  const arrived = page.evaluate((bytes) => {
    const { channel } = window as unknown as { channel: RTCDataChannel };
    let left = bytes;
    return new Promise<void>((resolve) => {
      channel.onmessage = ({ data }) => {
        left -= (data as ArrayBuffer).byteLength;
        if (left <= 0) resolve();
      };
    });
  }, bytes);
  const began = performance.now();
  await bare.ask({ do: "send", bytes });
  await arrived;
  return performance.now() - began;
}

export async function sendPageToBare(page: Page, bare: Bare, bytes: number): Promise<number> {
  const arrived = bare.ask({ do: "receive", bytes });
  const began = performance.now();
  await page.evaluate((bytes) => {
    const { channel } = window as unknown as { channel: RTCDataChannel };
    const message = new Uint8Array(128 * 1024);
    let left = bytes;
    channel.bufferedAmountLowThreshold = 1024 * 1024;
    const fill = () => {
      for (; left > 0 && channel.bufferedAmount < 2 * 1024 * 1024; left -= message.length) channel.send(message);
    };
    channel.onbufferedamountlow = fill;
    fill();
  }, bytes);
  await arrived;
  return performance.now() - began;
}
