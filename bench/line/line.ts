// A long line between two hosts that see each other in no other way, and how busy the two hosts were.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Host, whyNoLan } from "../../test/support/lab.ts";
import type { Stage } from "../perform.ts";

/** The queue drops what would wait longer than `queueMs`. */
export type Length = {
  readonly delayMs: number;
  readonly lossPercent: number;
  readonly bytesPerSecond: number;
  readonly queueMs: number;
};

/** Why there can be no such line here; undefined if there can. */
export function whyNoLine(): string | undefined {
  const why = whyNoLan();
  if (why !== undefined) return why;
  if (Bun.which("cc") === null) return "needs a C compiler, called cc";
  return existsSync("/dev/net/tun") ? undefined : "needs tun devices (/dev/net/tun)";
}

export async function layLine({ folder, things }: Stage, hosts: readonly [Host, Host], length: Length): Promise<void> {
  const program = join(folder.path, "wan");
  const built = Bun.spawnSync(["cc", "-O2", "-Wall", "-Wextra", "-o", program, new URL("wan.c", import.meta.url).pathname]);
  if (!built.success) throw new Error(`wan.c: ${built.stderr}`);
  const { delayMs, lossPercent, bytesPerSecond, queueMs } = length;
  const figures = [delayMs, lossPercent, bytesPerSecond / 1000, queueMs].map(String);
  const line = Bun.spawn([program, hosts[0].name, hosts[1].name, ...figures], { stdout: "pipe", stderr: "inherit" });
  things.defer(async () => {
    line.kill();
    await line.exited;
  });
  const said = await line.stdout.getReader().read();
  if (new TextDecoder().decode(said.value) !== "up\n") throw new Error("the line did not come up");
}

/** UDP packets that came to a host and found no room, since its browser had no time to take them, so far. */
export function udpOverflows({ name }: Host): number {
  const { stdout } = Bun.spawnSync(["ip", "netns", "exec", name, "cat", "/proc/net/snmp"]);
  const [names = "", values = ""] = stdout
    .toString()
    .split("\n")
    .filter((line) => line.startsWith("Udp: "));
  return Number(values.split(" ")[names.split(" ").indexOf("RcvbufErrors")]);
}
