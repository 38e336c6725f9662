import { expect, test } from "bun:test";
import { renderUnicodeCompact } from "uqr";
import { announcementLine, banner, found } from "../../routes/banner.ts";
import { defaults } from "../../routes/settings.ts";

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

test("the public address comes before this machine's own", () => {
  const settings = { ...defaults, host: "10.0.0.9", publicUrl: "https://rooms.example" };
  expect(found(settings, undefined, 3000, undefined).addresses).toEqual(["https://rooms.example", "http://10.0.0.9:3000"]);
});

test("how to trust the authority is read over plain HTTP where there is any", () => {
  const authority = { certificate: "", fingerprint: "AB:CD" };
  const certificates = { pair: { certificate: "", key: "" }, authority, holdsFor: (name: string) => name !== "dev", refresh: () => false };
  const settings = { ...defaults, host: "10.0.0.9", tls: "self" } as const;
  const trust = { address: "http://10.0.0.9:3001/tls", fingerprint: "AB:CD", unnamed: undefined };
  expect(found(settings, certificates, 3000, 3001)).toMatchObject({ addresses: ["https://10.0.0.9:3000"], trust });
  expect(found(settings, certificates, 3000, undefined).trust?.address).toBe("https://10.0.0.9:3000/tls");
  expect(found({ ...settings, publicUrl: "https://dev" }, certificates, 3000, 3001).trust?.unnamed).toBe("dev");
});
