import { expect, test } from "bun:test";
import { addressesToPrint } from "../../routes/addresses.ts";

test("a server on one address is found there", () => {
  expect(addressesToPrint("127.0.0.1", 3000)).toEqual(["http://127.0.0.1:3000"]);
  expect(addressesToPrint("::1", 80)).toEqual(["http://[::1]:80"]);
  expect(addressesToPrint("rooms.test", 80)).toEqual(["http://rooms.test:80"]);
});

for (const host of ["0.0.0.0", "::"]) {
  test(`a server on ${host} is found on this machine first, and each address is named once`, () => {
    const addresses = addressesToPrint(host, 3000);
    expect(addresses[0]).toBe("http://localhost:3000");
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const address of addresses) expect(new URL(address).port).toBe("3000");
  });
}
