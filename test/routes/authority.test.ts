import { expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { fingerprintOf, foundAuthority, isGoodFor, issue, type Pair, vouchedFor } from "../../routes/authority.ts";

const now = new Date();
const later = (days: number) => new Date(now.getTime() + days * 24 * 3600 * 1000);
const names = ["127.0.0.1", "::1", "192.168.1.7", "localhost", "roomcp.local", "nas-1", "rooms.example"];
const authority = foundAuthority("nas-1", names, now);
const daysOf = (certificate: string) => {
  const { validFrom, validTo } = new X509Certificate(certificate);
  return (Date.parse(validTo) - Date.parse(validFrom)) / (24 * 3600 * 1000);
};

/** What a client that trusts the authority says of a server with this certificate, under a name. */
async function asked({ certificate, key }: Pair, name: string, trusted = authority): Promise<string> {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", tls: { cert: certificate, key }, fetch: () => new Response("welcome") });
  const tls = { ca: trusted.certificate, serverName: name };
  const answer = await fetch(`https://127.0.0.1:${server.port}/`, { tls, headers: { host: name }, keepalive: false }).then(
    (response) => response.text(),
    (error) => String(error.code),
  );
  await server.stop(true);
  return answer;
}

test("who trusts the authority trusts what it issues, by each of its names and at its addresses", async () => {
  const pair = issue(authority, names, now);
  for (const name of ["127.0.0.1", "localhost", "roomcp.local", "rooms.example"])
    expect([name, await asked(pair, name)]).toEqual([name, "welcome"]);
  expect(await asked(pair, "elsewhere.example")).not.toBe("welcome");
  expect(await asked(pair, "localhost", foundAuthority("nas-1", names, now))).not.toBe("welcome");
});

test("a stolen key of the authority makes no website's certificate", async () => {
  expect(await asked(issue(authority, ["bank.example"], now), "bank.example")).toBe("PERMITTED_VIOLATION");
  expect(await asked(issue(authority, ["localhost", "bank.example"], now), "localhost")).toBe("PERMITTED_VIOLATION");
});

test("a stolen key of a certificate makes no certificates", async () => {
  const leaf = issue(authority, names, now);
  const below = issue(leaf, ["localhost"], now);
  expect(await asked({ certificate: below.certificate + leaf.certificate, key: below.key }, "localhost")).not.toBe("welcome");
});

test("the authority vouches for addresses, what is local, and what it was founded for", () => {
  const wanted = [...names, "8.8.8.8", "sub.rooms.example", "printer.local", "bank.example", "rooms.example.com", "xlocal", "com"];
  expect(vouchedFor(authority, wanted)).toEqual([...names, "8.8.8.8", "sub.rooms.example", "printer.local"]);
});

test("a machine that is called like a top-level domain founds no authority over it", () => {
  for (const host of ["dev", "com", "xn--p1ai"])
    expect([host, vouchedFor(foundAuthority(host, [host], now), [host, `bank.${host}`])]).toEqual([host, []]);
});

test("certificates last no longer than browsers take, and never longer than their authority", () => {
  expect(daysOf(issue(authority, names, now).certificate)).toBe(397);
  const late = later(3600);
  const { validTo } = new X509Certificate(issue(authority, names, late).certificate);
  expect(validTo).toBe(new X509Certificate(authority.certificate).validTo);
});

test("a certificate is good until a name is missing, its end is near, or its authority is another", () => {
  const pair = issue(authority, names, now);
  expect(isGoodFor(pair, authority, names, now)).toBe(true);
  expect(isGoodFor(pair, authority, ["localhost"], now)).toBe(true);
  expect(isGoodFor(pair, authority, [...names, "10.0.0.3"], now)).toBe(false);
  expect(isGoodFor(pair, authority, [...names, "other.local"], now)).toBe(false);
  expect(isGoodFor(pair, authority, names, later(300))).toBe(true);
  expect(isGoodFor(pair, authority, names, later(367))).toBe(false);
  expect(isGoodFor(pair, authority, names, later(-2))).toBe(false);
  expect(isGoodFor(pair, foundAuthority("nas-1", names, now), names, now)).toBe(false);
});

test("a clock that is hours behind takes a new certificate", () => {
  const { validFrom } = new X509Certificate(issue(authority, names, now).certificate);
  expect(Date.parse(validFrom)).toBeLessThan(later(-0.9).getTime());
});

test("the fingerprint is the SHA-256 of the certificate", () => {
  const digest = new Bun.CryptoHasher("sha256").update(new X509Certificate(authority.certificate).raw).digest("hex").toUpperCase();
  expect(fingerprintOf(authority)).toBe(digest.match(/../g)?.join(":") ?? "");
});
