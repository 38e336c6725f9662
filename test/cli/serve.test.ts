// roomcp serve as systemd runs it: told when it is ready, reloads, stops; and read again, its file of settings counts at once.
import { dlopen, ptr } from "bun:ffi";
import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { connect, join as enter, joinWith, tokenOf } from "../support/conversation.ts";
import { temporaryFolder } from "../support/files.ts";
import { openSite } from "../support/site.ts";

// A server is a process: on a busy machine it takes a while to start.
setDefaultTimeout(60_000);

test("on SIGHUP a file of settings is read again: bounds count at once, what needs a restart is named, and what is wrong changes nothing", async () => {
  await using folder = await temporaryFolder();
  const config = join(folder.path, "roomcp.toml");
  await Bun.write(config, "people-per-room = 1\n");
  await using site = await openSite({ flags: ["--config", config] });
  const url = `http://127.0.0.1:${site.port}`;
  const read = async (text: string, said: RegExp) => {
    await Bun.write(config, text);
    process.kill(site.pid, "SIGHUP");
    await site.said(said);
  };
  await enter(url, "a", tokenOf(1));
  const refused = await connect(url, "a");
  refused.send(joinWith(tokenOf(2)));
  expect(await refused.ended).toMatchObject({ reason: "room-full" });

  await read("people-per-room = 2\nmetrics = 'on'\n", /Read again\. A restart is needed for --metrics\./);
  await (await enter(url, "b", tokenOf(1))).drop();
  await enter(url, "c", tokenOf(1));
  await enter(url, "c", tokenOf(2));

  await read("people-per-room = 'many'\n", /roomcp\.toml, line 1, people-per-room: a whole number/);
  await enter(url, "d", tokenOf(1));
  await enter(url, "d", tokenOf(2));
});

test.skipIf(process.platform !== "linux")("systemd is told READY, WATCHDOG, RELOADING and STOPPING", async () => {
  await using folder = await temporaryFolder();
  for (const path of [join(folder.path, "notify"), `@roomcp-test-${process.pid}`]) {
    using told = datagramsAt(path);
    await using site = await openSite({ env: { NOTIFY_SOCKET: path, WATCHDOG_USEC: "400000" } });
    expect(await told.next()).toBe("READY=1");
    expect(await told.next()).toBe("WATCHDOG=1");
    process.kill(site.pid, "SIGHUP");
    expect(await told.nextBut("WATCHDOG=1")).toBe("RELOADING=1");
    expect(await told.nextBut("WATCHDOG=1")).toBe("READY=1");
    await site.stop();
    expect(await told.nextBut("WATCHDOG=1")).toBe("STOPPING=1");
  }
});

test.skipIf(process.platform !== "linux")("where systemd does not listen, the server says so and serves", async () => {
  await using site = await openSite({ env: { NOTIFY_SOCKET: "/none/notify" } });
  expect(await site.said(/systemd did not take READY=1 at \/none\/notify/)).toBeTruthy();
  expect(await (await fetch(`${site.url}/healthz`)).text()).toBe("ok\n");
});

/** A Unix socket as systemd has it, at a path or under an abstract name that begins with @. */
function datagramsAt(path: string) {
  const { symbols: libc } = dlopen("libc.so.6", {
    socket: { args: ["i32", "i32", "i32"], returns: "i32" },
    bind: { args: ["i32", "ptr", "u32"], returns: "i32" },
    recv: { args: ["i32", "ptr", "usize", "i32"], returns: "i64" },
    close: { args: ["i32"], returns: "i32" },
  });
  const [unix, datagram, dontWait] = [1, 2, 0x40];
  const socket = libc.socket(unix, datagram, 0);
  const address = Buffer.concat([Buffer.from([unix, 0]), Buffer.from(path.replace(/^@/, "\0"))]);
  if (libc.bind(socket, ptr(address), address.length) !== 0) throw new Error(`cannot be bound: ${path}`);
  const bytes = Buffer.alloc(4096);
  const next = async (): Promise<string> => {
    for (;;) {
      const length = Number(libc.recv(socket, ptr(bytes), bytes.length, dontWait));
      if (length > 0) return bytes.toString("utf8", 0, length);
      await Bun.sleep(5);
    }
  };
  return {
    next,
    async nextBut(word: string): Promise<string> {
      let state = await next();
      while (state === word) state = await next();
      return state;
    },
    [Symbol.dispose]: () => void libc.close(socket),
  };
}
