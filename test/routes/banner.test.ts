import { expect, test } from "bun:test";
import { renderUnicodeCompact } from "uqr";
import { announcementLine, banner } from "../../routes/banner.ts";

const addresses = ["http://192.168.1.7:3000", "http://localhost:3000"];

test("addresses come one a line, the best first", () => {
  expect(banner({ addresses, trust: undefined, qr: false })).toBe("roomcp is ready:\n  http://192.168.1.7:3000\n  http://localhost:3000");
});

test("the QR code is that of the best address", () => {
  const text = banner({ addresses, trust: undefined, qr: true });
  expect(text).toEndWith(renderUnicodeCompact("http://192.168.1.7:3000"));
});

test("an authority of its own comes with its page and fingerprint, and with the public name that it cannot vouch for", () => {
  const trust = { address: "http://192.168.1.7:3001/tls", fingerprint: "AB:CD", unnamed: undefined };
  const text = banner({ addresses, trust, qr: false });
  expect(text).toContain("\n  http://192.168.1.7:3001/tls\n  SHA-256 AB:CD");
  expect(text).not.toContain("cannot vouch");
  expect(banner({ addresses, trust: { ...trust, unnamed: "rooms.example" }, qr: false })).toContain("cannot vouch for rooms.example");
});

test("the announced name is said once it is announced, and who else has it", () => {
  const url = "http://roomcp.local:3000";
  expect(announcementLine("announced", url)).toContain(url);
  expect(announcementLine("taken", url)).toBe("Somebody else on this network is roomcp.local already, so it is not announced.");
  expect(announcementLine("failed", url)).toContain("could not be announced");
});
