import { expect, test } from "bun:test";
import { turnForMs } from "../../protocol/limits.ts";
import { openIce, turnCredential, turnCredentials } from "../../routes/ice.ts";

const given = [{ urls: "stun:stun.example" }, { urls: ["turn:a.example"], username: "u", credential: "c" }];

function told(settings: { turn?: readonly string[]; own?: string } = {}) {
  let now = 1_800_000_000_999;
  let named = 0;
  const begin = openIce({
    settings: { iceServers: given, turn: settings.turn ?? [], turnSecret: "north" },
    stun: { urlFor: (origin) => settings.own && `${settings.own} of ${origin}` },
    now: () => now,
    random: () => `name-${++named}`,
  });
  return { begin, later: (ms: number) => (now += ms) };
}

test("a credential is the HMAC-SHA1 of the name, as in RFC 2202", () => {
  const credential = turnCredential("Jefe", "what do ya want for nothing?");
  expect(Buffer.from(credential, "base64").toString("hex")).toBe("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
});

test("a name for a TURN server begins with the second at which it ends", () => {
  const { username, credential } = turnCredentials("north", 1_800_000_000_999, "somebody");
  expect(username).toBe("1800000000:somebody");
  expect(credential).toBe(turnCredential("north", username));
});

test("a visit is told the server's own STUN, what the host names, and credentials of its own", () => {
  const { begin } = told({ own: "stun:own", turn: ["turn:t.example:3478", "turns:t.example"] });
  const until = Math.floor((1_800_000_000_999 + turnForMs) / 1000);
  for (const name of ["name-1", "name-2"]) {
    expect(begin("http://nas")()).toEqual([
      { urls: "stun:own of http://nas" },
      ...given,
      { urls: ["turn:t.example:3478", "turns:t.example"], ...turnCredentials("north", until * 1000, name) },
    ]);
  }
});

test("without STUN and TURN of its own, a visit is told what the host names, once", () => {
  const { begin, later } = told();
  const ice = begin("http://nas");
  expect(ice()).toEqual(given);
  later(1_000 * turnForMs);
  expect(ice()).toBeUndefined();
});

test("new credentials come when half of the time of the last is over, and not before", () => {
  const { begin, later } = told({ turn: ["turn:t.example"] });
  const ice = begin("http://nas");
  const names = () => ice()?.map(({ username }) => username);
  const first = names();
  expect(first).toHaveLength(3);
  later(turnForMs / 2 - 1);
  expect(names()).toBeUndefined();
  later(1);
  const second = names();
  expect(second?.[2]).not.toBe(first?.[2]);
  expect(names()).toBeUndefined();
});
