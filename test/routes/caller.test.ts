import { expect, test } from "bun:test";
import { callerOf, readTrusted } from "../../routes/caller.ts";

const ask = (address: string, forwarded?: string, trusted = "10.0.0.0/8 ,::1") =>
  callerOf(
    new Request("http://a/", forwarded === undefined ? {} : { headers: { "x-forwarded-for": forwarded } }),
    { requestIP: () => ({ address }) },
    readTrusted(trusted),
  );

test("[S8] an IPv4 address counts by itself, a line with IPv6 by its /64", () => {
  expect(ask("192.0.2.1")).toBe("192.0.2.1");
  expect(ask("::ffff:192.0.2.1")).toBe("192.0.2.1");
  const line = "2001:db8:0:7::/64";
  for (const address of ["2001:db8:0:7::1", "2001:DB8::7:1:2:3:4", "2001:db8:0:7:ffff:ffff:ffff:ffff", "2001:db8:0:7::"])
    expect(ask(address)).toBe(line);
  expect(ask("2001:db8:0:8::1")).not.toBe(line);
  expect(ask("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
});

test("[S8] what a proxy passes on counts only from those who are trusted", () => {
  expect(ask("192.0.2.1", "198.51.100.1")).toBe("192.0.2.1");
  expect(ask("10.1.2.3", "198.51.100.1")).toBe("198.51.100.1");
  expect(ask("::1", "2001:db8::1")).toBe("2001:db8:0:0::/64");
  expect(ask("10.1.2.3")).toBe("10.1.2.3");
  expect(ask("10.1.2.3", "")).toBe("10.1.2.3");
  expect(ask("10.1.2.3", "198.51.100.1", "")).toBe("10.1.2.3");
});

test("[S8] whoever invents addresses before the proxy's own is counted by their true one", () => {
  expect(ask("10.1.2.3", "203.0.113.9, 198.51.100.1")).toBe("198.51.100.1");
  expect(ask("10.1.2.3", "203.0.113.9, 198.51.100.1, 10.9.9.9")).toBe("198.51.100.1");
});

test("[S8] what is no address stands for nobody; a port, and brackets, are not part of one", () => {
  for (const said of ["spoof", "unknown", "198.51.100.1, spoof"]) expect([said, ask("10.1.2.3", said)]).toEqual([said, "10.1.2.3"]);
  for (const said of ["198.51.100.1:4711", "::ffff:198.51.100.1"]) expect([said, ask("10.1.2.3", said)]).toEqual([said, "198.51.100.1"]);
  for (const said of ["[2001:db8::1]:4711", "[2001:db8::1]"]) expect([said, ask("10.1.2.3", said)]).toEqual([said, "2001:db8:0:0::/64"]);
});

test("a list of the trusted names addresses and networks, and says which is none", () => {
  for (const wrong of ["proxy", "10.0.0.0/33", "10.0.0.0/x", "1.2.3", "::g"]) expect(() => readTrusted(`::1,${wrong}`)).toThrow(wrong);
  expect(readTrusted("").has("127.0.0.1")).toBe(false);
});
