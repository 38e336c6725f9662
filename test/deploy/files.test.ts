// What a host copies from deploy/: each is run, or read by the program that it is for.
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readSettings } from "../../cli/settings.ts";
import { readToml } from "../../cli/toml.ts";
import { defaults, settingsTable } from "../../routes/settings.ts";
import { connect, join as enter, joinWith, tokenOf } from "../support/conversation.ts";
import { temporaryFolder } from "../support/files.ts";
import { browser } from "../support/outside.ts";
import { openSite } from "../support/site.ts";

setDefaultTimeout(60_000);

const file = (name: string) => join(import.meta.dir, "../../deploy", name);
const nginx = ["/usr/sbin/nginx", Bun.which("nginx") ?? ""].find(existsSync);

test("roomcp.toml is what is built in, and what it leaves out as a comment can be set so", async () => {
  const text = await Bun.file(file("roomcp.toml")).text();
  const { trustProxy, ...settings } = readSettings(["--config", file("roomcp.toml")], {});
  expect(settings).toEqual((({ trustProxy: _, ...rest }) => rest)(defaults));
  expect(trustProxy.list).toBe("");
  const examples = text.replace(/^# (?=[a-z-]+ = )/gm, "");
  const flags = Object.values(settingsTable).map(({ flag }) => flag);
  const noted = readToml("roomcp.toml", examples, flags);
  expect(noted.size).toBeGreaterThan(8);
  for (const { flag, read } of Object.values(settingsTable)) {
    const given = noted.get(flag);
    if (given !== undefined) expect(() => read(given.text)).not.toThrow();
  }
});

test.skipIf(Bun.which("systemd-analyze") === null)("systemd finds no fault in roomcp.service, and little that it could do", async () => {
  await using folder = await temporaryFolder();
  // It looks whether the program is there.
  const unit = join(folder.path, "roomcp.service");
  await Bun.write(unit, (await Bun.file(file("roomcp.service")).text()).replaceAll("/usr/local/bin/roomcp", process.execPath));
  const verified = Bun.spawnSync(["systemd-analyze", "verify", "--man=no", unit]);
  expect([verified.exitCode, verified.stderr.toString()]).toEqual([0, ""]);
  const looked = Bun.spawnSync(["systemd-analyze", "security", "--offline=true", "--no-pager", unit]).stdout.toString();
  const exposure = Number(/Overall exposure level for roomcp\.service: ([\d.]+)/.exec(looked)?.[1]);
  expect(exposure).toBeLessThan(2);
});

test.skipIf(nginx === undefined)(
  "through nginx people come in and meet, by the address that they asked, and are who nginx says",
  async () => {
    await using site = await openSite({ flags: ["--trust-proxy", "127.0.0.1", "--sockets-per-address", "1"] });
    await using proxy = await inFrontOf(site.port);
    const made = await fetch(`${proxy.url}/api/rooms`, { method: "POST", headers: { accept: "text/plain", origin: proxy.url } });
    const link = (await made.text()).trim();
    expect(link).toStartWith(`${proxy.url}/r/`);
    expect((await fetch(link.replace(/#.*/, ""), { headers: browser })).status).toBe(200);
    await enter(proxy.url, "会議室", tokenOf(1));
    // One socket for each address: whoever says that it has another is not believed.
    const liar = await connect(proxy.url, "会議室", { "x-forwarded-for": "192.0.2.9" });
    expect(await liar.ended).toMatchObject({ reason: "too-many-sockets" });
    const other = await connect(`http://127.0.0.1:${site.port}`, "会議室", { "x-forwarded-for": "192.0.2.9" });
    other.send(joinWith(tokenOf(3)));
    expect(await other.next()).toMatchObject({ type: "welcome" });
  },
);

for (const [how, ending] of [
  ["passes on", ""],
  ["cuts off", "/"],
] as const) {
  test.skipIf(nginx === undefined)(`under a path that nginx ${how}, people come in, and links stay there`, async () => {
    await using site = await openSite({ flags: ["--base", "/rooms", "--trust-proxy", "127.0.0.1"] });
    await using proxy = await inFrontOf(site.port, { location: "/rooms/", ending });
    const url = `${proxy.url}/rooms`;
    const made = await fetch(`${url}/api/rooms`, { method: "POST", headers: { accept: "text/plain", origin: proxy.url } });
    const link = (await made.text()).trim();
    expect(link).toStartWith(`${url}/r/`);
    const [, style = ""] = /rel="stylesheet" href="([^"]+)"/.exec(await (await fetch(url, { headers: browser })).text()) ?? [];
    expect((await fetch(proxy.url + style)).headers.get("content-type")).toStartWith("text/css");
    await (await enter(url, "会議室", tokenOf(1))).drop();
  });
}

/** nginx with deploy/nginx.conf, on a port of its own. @param at where roomcp is, and what follows its port */
async function inFrontOf(upstream: number, at = { location: "/", ending: "" }) {
  const folder = await temporaryFolder();
  const port = 20_000 + (process.pid % 20_000);
  const site = (await Bun.file(file("nginx.conf")).text())
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replace("http://127.0.0.1:3000", `http://127.0.0.1:${upstream}${at.ending}`)
    .replace("location / {", `location ${at.location} {`);
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder.path}/${name};`);
  const whole = `daemon off; pid ${folder.path}/pid; error_log stderr warn; events {} http { access_log off; ${folders.join(" ")}\n${site}\n}`;
  await Bun.write(join(folder.path, "nginx.conf"), whole);
  const running = Bun.spawn([nginx ?? "", "-p", folder.path, "-c", "nginx.conf"], { stdout: "inherit", stderr: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}${at.location}healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) {
    if (running.exitCode !== null) throw new Error(`nginx has ended with ${running.exitCode}`);
    await Bun.sleep(20);
  }
  const end = async () => {
    running.kill();
    await running.exited;
    await folder[Symbol.asyncDispose]();
  };
  return { url, [Symbol.asyncDispose]: end };
}
