import { expect, test } from "bun:test";
import type { NetworkInterfaceInfo } from "node:os";
import { addressesToPrint, isLoopback, namesOf } from "../../routes/addresses.ts";

const at = (...addresses: readonly string[]) =>
  addresses.map((address) => {
    const family = address.includes(":") ? "IPv6" : "IPv4";
    return { address, family, internal: address === "127.0.0.1" || address === "::1" } as NetworkInterfaceInfo;
  });

const laptop = {
  lo: at("127.0.0.1", "::1"),
  docker0: at("172.17.0.1"),
  tun0: at("10.8.0.2"),
  eth0: at("203.0.113.5", "169.254.3.4"),
  wlan0: at("192.168.1.7", "fe80::1", "2001:db8::7"),
};

test("a server on one address is found there", () => {
  expect(addressesToPrint("127.0.0.1", 3000)).toEqual(["http://127.0.0.1:3000"]);
  expect(addressesToPrint("::1", 8080)).toEqual(["http://[::1]:8080"]);
  expect(addressesToPrint("rooms.test", 8080, "https")).toEqual(["https://rooms.test:8080"]);
});

test("a port that goes without saying is not said", () => {
  expect(addressesToPrint("rooms.test", 80)).toEqual(["http://rooms.test"]);
  expect(addressesToPrint("rooms.test", 443, "https")).toEqual(["https://rooms.test"]);
  expect(addressesToPrint("rooms.test", 443)).toEqual(["http://rooms.test:443"]);
});

for (const host of ["0.0.0.0", "::"]) {
  test(`a server on ${host} is found first where others on the LAN reach it, and at last where only this machine does`, () => {
    expect(addressesToPrint(host, 3000, "http", laptop)).toEqual(
      ["192.168.1.7", "203.0.113.5", "169.254.3.4", "172.17.0.1", "10.8.0.2", "localhost"].map((each) => `http://${each}:3000`),
    );
  });

  test(`a server on ${host} is found on this machine, and each address is named once`, () => {
    const addresses = addressesToPrint(host, 3000);
    expect(addresses.at(-1)).toBe("http://localhost:3000");
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const address of addresses) expect(new URL(address).port).toBe("3000");
  });
}

test("IPv6 is for who has nothing else, and listens there", () => {
  const six = { eth0: at("fe80::2", "2001:db8::2", "fd00::2") };
  expect(addressesToPrint("::", 3000, "http", six)[0]).toBe("http://[2001:db8::2]:3000");
  expect(addressesToPrint("0.0.0.0", 3000, "http", six)).toEqual(["http://localhost:3000"]);
});

test("a certificate is to hold for all addresses and names, and for none that cannot be asked for", () => {
  const names = namesOf("0.0.0.0", "https://Rooms.example:8443", laptop, "NAS-1.home.arpa");
  for (const each of ["localhost", "127.0.0.1", "::1", "192.168.1.7", "172.17.0.1", "2001:db8::7", "roomcp.local"])
    expect(names).toContain(each);
  for (const each of ["nas-1.home.arpa", "nas-1.local", "rooms.example"]) expect(names).toContain(each);
  expect(new Set(names).size).toBe(names.length);
  expect(names).not.toContain("fe80::1");
  expect(namesOf("10.0.0.9", "https://[2001:db8::9]", {}, "my_machine")).toEqual([
    ...["127.0.0.1", "::1", "localhost", "roomcp.local", "10.0.0.9", "2001:db8::9"],
  ]);
});

test("loopback is known in each of its spellings", () => {
  for (const host of ["127.0.0.1", "127.8.9.1", "::1", "localhost"]) expect([host, isLoopback(host)]).toEqual([host, true]);
  for (const host of ["0.0.0.0", "::", "192.168.1.7", "localhost.example"]) expect([host, isLoopback(host)]).toEqual([host, false]);
});
