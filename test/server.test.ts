// The server as a process over TLS: what it listens with, and what it takes up while it runs.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { foundAuthority, issue, type Pair } from "../routes/authority.ts";
import { join as enter, tokenOf } from "./support/conversation.ts";
import { type Folder, temporaryFolder } from "./support/files.ts";
import { lanHost } from "./support/lan-host.ts";
import { openSite } from "./support/site.ts";

// A server is a process: on a busy machine it takes a while to start.
setDefaultTimeout(60_000);

let folder: Folder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const names = ["127.0.0.1", "localhost"];
const authority = foundAuthority("nas", names, new Date());
const files = () => [join(folder.path, "a.crt"), join(folder.path, "a.key")] as const;
const write = async ({ certificate, key }: Pair) => {
  const [certificatePath, keyPath] = files();
  await Bun.write(certificatePath, certificate);
  await Bun.write(keyPath, key);
};
/** Answers with a fresh connection, or says why there is none. */
const probe = (url: string, ca: string) =>
  fetch(`${url}/healthz`, { tls: { ca }, keepalive: false }).then(
    (response) => response.text(),
    (error) => String(error.code),
  );
const until = async (holds: () => boolean) => {
  while (!holds()) await Bun.sleep(10);
};

test.skipIf(lanHost === undefined)(
  "--tls self: whoever trusts its authority asks and enters rooms at an address of the LAN and at localhost",
  async () => {
    const data = join(folder.path, "data");
    await using site = await openSite({ host: "0.0.0.0", flags: ["--tls", "self", "--plain-port=0", `--data=${data}`] });
    const [, plain = ""] = /(http:\/\/\S+)\/tls/.exec(site.shown) ?? [];
    const ca = await (await fetch(`${plain}/tls/roomcp-ca.crt`)).text();
    for (const host of [lanHost, "localhost", "127.0.0.1"]) {
      const url = `https://${host}:${site.port}`;
      expect([host, await probe(url, ca)]).toEqual([host, "ok\n"]);
      await (await enter(url, "会議室", tokenOf(1), { ca })).drop();
    }
    expect(statSync(join(data, "tls", "authority.pem")).mode & 0o077).toBe(0);
    await site.restart();
    expect(await probe(`https://localhost:${site.port}`, ca)).toBe("ok\n");
  },
);

test("--tls with files: on SIGHUP new ones are shown and bad ones are not, and whoever is in a room stays", async () => {
  const other = foundAuthority("nas", names, new Date());
  await write(issue(authority, names, new Date()));
  await using site = await openSite({ flags: ["--tls", files().join(",")] });
  const url = `https://127.0.0.1:${site.port}`;
  const a = await enter(url, "a", tokenOf(1), { ca: authority.certificate });

  await Bun.write(files()[1], "no key");
  process.kill(site.pid, "SIGHUP");
  await until(() => site.shown.includes("The certificate stays as it was: "));
  expect(site.shown).toContain(`${files()[1]} is no private key`);
  expect(await probe(url, authority.certificate)).toBe("ok\n");

  await write(issue(other, names, new Date()));
  process.kill(site.pid, "SIGHUP");
  await until(() => site.shown.includes("A new certificate is in use."));
  expect(await probe(url, other.certificate)).toBe("ok\n");
  expect(await probe(url, authority.certificate)).not.toBe("ok\n");
  const b = await enter(url, "a", tokenOf(2), { ca: other.certificate });
  expect(await a.next()).toMatchObject({ type: "arrived", peer: b.id });
});

for (const [what, flags, words] of [
  ["files that are not there", ["--tls", "/none.crt,/none.key"], "/none.crt cannot be read: "],
  ["a folder that cannot be made", ["--tls", "self", "--data", "/dev/null"], "/dev/null/tls cannot be made: "],
] as const) {
  test(`${what}: the server says so and does not start`, () => {
    const command = [process.execPath, "cli/main.ts", "serve", "--port=0", "--mdns=off", ...flags];
    const { exitCode, stderr, stdout } = Bun.spawnSync(command, { cwd: join(import.meta.dir, "..") });
    expect([exitCode, stdout.toString()]).toEqual([2, ""]);
    expect(stderr.toString()).toStartWith(`roomcp: ${words}`);
    expect(stderr.toString().trim().split("\n")).toHaveLength(1);
  });
}
