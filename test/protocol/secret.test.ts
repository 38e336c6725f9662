import { expect, test } from "bun:test";
import fc from "fast-check";
import { toHex } from "../../protocol/bytes.ts";
import { passphraseMax } from "../../protocol/limits.ts";
import { fragmentOf, guardOf, linkSecretOf, passwordOf, readFragment, readPassphrase } from "../../protocol/secret.ts";
import { propertyRuns } from "../support/mutated.ts";

const key = "0123456789abcdef0123456789abcdef";

test("[V1] a link's fragment says what is known, and what is asked for", () => {
  const all = [
    ["", { asks: false }],
    ["p", { asks: true }],
    [`k=${key}`, { link: `k=${key}`, asks: false }],
    [`s=${key}`, { link: `s=${key}`, asks: false }],
    [`k=${key}&p`, { link: `k=${key}`, asks: true }],
  ] as const;
  for (const [text, fragment] of all) {
    expect(readFragment(text)).toEqual(fragment);
    expect(fragmentOf(fragment)).toBe(text);
  }
});

test("[V1] a fragment that is damaged is none, so that nobody comes into an open room by mistake", () => {
  const damaged = [`k=${key.slice(1)}`, `k=${key}0`, `k=${key}p`, `k=${key}&`, `k=${key}&p&p`, `k=${key.toUpperCase()}`, `x=${key}`, key];
  for (const text of [...damaged, "k=", "P", "pp", "&p", " ", `${key}&p`, `s=${key}&k=${key}`])
    expect([text, readFragment(text)]).toEqual([text, undefined]);
});

test("[V1] one character of a link changed is another secret, or none", () => {
  const fragment = fragmentOf({ link: linkSecretOf(new Uint8Array(16).fill(7), "browser"), asks: false });
  const password = toHex(passwordOf(readFragment(fragment) ?? {}));
  fc.assert(
    fc.property(fc.nat({ max: fragment.length - 1 }), fc.string({ minLength: 0, maxLength: 1 }), (at, character) => {
      const changed = fragment.slice(0, at) + character + fragment.slice(at + 1);
      if (changed === fragment) return;
      const read = readFragment(changed);
      if (read?.link !== undefined) expect(toHex(passwordOf(read))).not.toBe(password);
      else expect(read).toBeUndefined();
    }),
    propertyRuns,
  );
});

test("who made a link can be told from it, and not be hidden", () => {
  const random = new Uint8Array(16).fill(1);
  const [ours, servers] = [linkSecretOf(random, "browser"), linkSecretOf(random, "server")];
  const secrets = [{ link: ours }, { link: servers }, {}, { link: servers, passphrase: "a" }];
  expect(secrets.map(guardOf)).toEqual(["link", "server", "open", "passphrase"]);
  expect(passwordOf({ link: ours })).not.toEqual(passwordOf({ link: servers }));
});

test("[V1] no two secrets are one password", () => {
  const secrets = [{}, { passphrase: "ab" }, { link: "ab" }, { link: "a", passphrase: "b" }, { link: "ab", passphrase: "ab" }];
  expect(new Set(secrets.map((secret) => toHex(passwordOf(secret)))).size).toBe(secrets.length);
});

test("a passphrase means the same on every keyboard", () => {
  for (const typed of ["ひみつ ABC", "ひみつ　ＡＢＣ", "  ひみつ  ABC ", "ひみつ\tABC"])
    expect(readPassphrase(typed)).toEqual({ passphrase: "ひみつ ABC" });
  expect(readPassphrase("ガ")).toEqual(readPassphrase("ｶﾞ"));
});

test("no passphrase, and one that is too long, are told apart", () => {
  for (const typed of ["", " ", "　\n"]) expect(readPassphrase(typed)).toEqual({ why: "passphrase-missing" });
  expect(readPassphrase("🔑".repeat(passphraseMax))).toHaveProperty("passphrase");
  expect(readPassphrase("🔑".repeat(passphraseMax + 1))).toEqual({ why: "passphrase-too-long" });
});
