import { expect, test } from "bun:test";
import { join } from "node:path";
import { readSettings } from "../../cli/settings.ts";
import { readToml } from "../../cli/toml.ts";
import { defaults, renew, settingsTable } from "../../routes/settings.ts";
import { temporaryFolder } from "../support/files.ts";

const flags = Object.values(settingsTable).map(({ flag }) => flag);

/** The settings by a file of this text. */
async function settingsBy(text: string, argv: readonly string[] = [], env: Record<string, string> = {}) {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "roomcp.toml");
  await Bun.write(path, text);
  return readSettings(["--config", path, ...argv], env);
}

test("a file sets what flags and the environment leave open", async () => {
  const text = 'port = 1\nhost = "::1"\nrooms = 3';
  expect(await settingsBy(text, ["--port", "2"], { HOST: "127.0.0.1" })).toEqual({
    ...defaults,
    ...{ port: 2, host: "127.0.0.1", rooms: 3, trustProxy: expect.anything() },
  });
});

test("lists, switches and tables are spelled as TOML has them", async () => {
  const settings = await settingsBy(`
    mdns = false
    trust-proxy = ["127.0.0.1", "::1"]
    turn = ["turn:a.example", "turns:b.example"]
    turn-secret = "north"
    tls = ["cert.pem", "key.pem"]
    people-per-room = 1_6
    [[ice-servers]]
    urls = "stun:a.example"`);
  expect(settings).toMatchObject({
    ...{ mdns: "off", turn: ["turn:a.example", "turns:b.example"], tls: { certificate: "cert.pem", key: "key.pem" }, peersPerRoom: 16 },
    ...{ iceServers: [{ urls: "stun:a.example" }], trustProxy: { list: "127.0.0.1,::1" } },
  });
});

for (const [text, words] of [
  ["port = 1\n\nprot = 2", "a.toml, line 3: there is no setting prot. Did you mean port?"],
  ["[server]\nport = 1", "a.toml, line 1: there is no setting server; roomcp help serve lists them, without --."],
  ["config = 'b.toml'", "a.toml, line 1: there is no setting config"],
  ["port = 1\nhost = ::\nrooms = 2", "a.toml, line 2: this is no TOML. Expected a value"],
  ["port = 1\nport = 2", "a.toml, line 2: this is no TOML. Cannot redefine key 'port'."],
  ["rooms = 1\ntrust-proxy = [\n'::1',", "a.toml, line 2: this is no TOML. "],
] as const) {
  test(`${JSON.stringify(text)} is refused, with the line`, () => {
    expect(() => readToml("a.toml", text, flags)).toThrow(words);
  });
}

test("a value that does not fit is told with its file and line, and so is a file that is not there", async () => {
  expect(settingsBy("\nport = 'eighty'")).rejects.toThrow(/roomcp\.toml, line 2, port: a whole number from 0 to 65535 is needed\./);
  expect(settingsBy("turn = 'turn:a.example'")).rejects.toThrow("needs ROOMCP_TURN_SECRET");
  expect(() => readSettings([], { ROOMCP_CONFIG: "/none.toml" })).toThrow("/none.toml cannot be read: ");
});

test("what may change while the server runs is taken over, and what may not is named", () => {
  const settings = { ...defaults };
  const same = readSettings([], {});
  expect(renew(settings, same)).toEqual([]);
  expect(settings).toEqual(defaults);
  expect(renew(settings, { ...same, rooms: 1, relay: "off", port: 1, createToken: "let me" })).toEqual(["--port", "--create-token"]);
  expect([settings.rooms, settings.relay, settings.port, settings.createToken]).toEqual([1, "off", defaults.port, ""]);
});
