import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { chmodSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { foundAuthority, issue, type Pair } from "../../routes/authority.ts";
import { CertificateError, type Certificates, follow, openFiles, openOwn } from "../../routes/certificate.ts";
import { type Folder, temporaryFolder } from "../support/files.ts";

let folder: Folder;
let own: string;
let runs = 0;
beforeAll(async () => {
  folder = await temporaryFolder();
});
beforeEach(() => {
  own = join(folder.path, `own-${++runs}`, "tls");
});
afterAll(() => folder[Symbol.asyncDispose]());

const names = ["127.0.0.1", "localhost"];
const now = new Date();
const days = (count: number) => new Date(now.getTime() + count * 24 * 3600 * 1000);
const opened = (more: { names?: () => readonly string[]; now?: () => Date } = {}) =>
  openOwn(own, { host: "nas", names: () => names, now: () => now, ...more });
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const holds = ({ pair }: Certificates, address: string) => new X509Certificate(pair.certificate).checkIP(address) !== undefined;
const why = (what: () => unknown) => {
  try {
    what();
    return "nothing";
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return error.message;
  }
};

test("nobody but the host's user reads the keys, whatever they were made", () => {
  opened();
  for (const loosened of [false, true]) {
    if (loosened)
      for (const [path, mode] of [
        [own, 0o755],
        [join(own, "authority.pem"), 0o644],
        [join(own, "server.pem"), 0o666],
      ] as const)
        chmodSync(path, mode);
    if (loosened) opened();
    expect(modeOf(own)).toBe("700");
    for (const name of ["authority.pem", "server.pem"]) expect([name, modeOf(join(own, name))]).toEqual([name, "600"]);
  }
});

test("a server that is started again shows the same certificate, and its authority has the same fingerprint", () => {
  const [first, second] = [opened(), opened()];
  expect(second.pair).toEqual(first.pair);
  expect(second.authority).toEqual(first.authority as never);
  expect(first.authority?.certificate).not.toContain("PRIVATE");
});

test("a machine with a new address gets a new certificate of the same authority, also while it runs, and none where nothing is new", () => {
  let mine = names;
  const certificates = opened({ names: () => mine });
  const { pair, authority } = certificates;
  expect(certificates.refresh()).toBe(false);
  mine = [...names, "192.168.1.7"];
  expect(holds(certificates, "192.168.1.7")).toBe(false);
  expect(certificates.refresh()).toBe(true);
  expect(holds(certificates, "192.168.1.7")).toBe(true);
  expect(certificates.pair.key).not.toBe(pair.key);
  mine = names;
  expect(certificates.refresh()).toBe(false);
  expect(opened({ names: () => [...names, "192.168.1.8"] }).authority).toEqual(authority as never);
});

test("what nears its end is made anew: the certificate after a year, the authority after ten", () => {
  let time = now;
  const certificates = opened({ now: () => time });
  const [first] = [certificates.pair];
  time = days(360);
  expect(certificates.refresh()).toBe(false);
  time = days(367);
  expect(certificates.refresh()).toBe(true);
  expect(certificates.pair).not.toEqual(first);
  expect(opened({ now: () => days(3600) }).authority).toEqual(certificates.authority as never);
  expect(opened({ now: () => days(3630) }).authority).not.toEqual(certificates.authority as never);
});

test("a name that the authority was not founded for is left out, and known to be", () => {
  opened();
  const certificates = opened({ names: () => [...names, "rooms.example", "nas.local"] });
  expect(certificates.holdsFor("rooms.example")).toBe(false);
  for (const name of ["nas.local", "8.8.8.8"]) expect([name, certificates.holdsFor(name)]).toEqual([name, true]);
  const { subjectAltName } = new X509Certificate(certificates.pair.certificate);
  expect(subjectAltName).toContain("nas.local");
  expect(subjectAltName).not.toContain("rooms.example");
});

test("a damaged file is named and left as it is, and nothing half written lies about", async () => {
  opened();
  const path = join(own, "authority.pem");
  await Bun.write(path, (await Bun.file(path).text()).slice(0, 700));
  expect(why(opened)).toBe(`${path} is damaged. Remove it, and a new one is made.`);
  expect((await Bun.file(path).text()).length).toBe(700);
  expect(existsSync(`${path}.new`)).toBe(false);
});

test("a folder that cannot be made is named", async () => {
  await Bun.write(own, "");
  expect(why(opened)).toStartWith(`${own} cannot be made: `);
});

const authority = foundAuthority("nas", names, now);
const files = () => ({ certificate: join(folder.path, `${runs}.crt`), key: join(folder.path, `${runs}.key`) });
const write = async ({ certificate, key }: Pair) => {
  await Bun.write(files().certificate, certificate);
  await Bun.write(files().key, key);
};

test("the host's own files are shown as they are, and anew once both have changed", async () => {
  const [first, second] = [issue(authority, names, now), issue(authority, names, now)];
  await write(first);
  const certificates = openFiles(files(), () => now);
  expect(certificates.pair).toEqual(first);
  expect(certificates.authority).toBeUndefined();
  expect(certificates.refresh()).toBe(false);
  await Bun.write(files().certificate, second.certificate);
  expect(why(() => certificates.refresh())).toBe(`${files().key} is not the key of ${files().certificate}.`);
  expect(certificates.pair).toEqual(first);
  await write(second);
  expect(certificates.refresh()).toBe(true);
  expect(certificates.pair).toEqual(second);
});

for (const [what, pair, words] of [
  ["no certificate", { certificate: "hello", key: "hello" }, ".crt is no certificate in PEM."],
  ["no key", { certificate: authority.certificate, key: authority.certificate }, ".key is no private key in PEM without a passphrase."],
  ["another's key", { certificate: authority.certificate, key: issue(authority, names, now).key }, "is not the key of"],
  ["a certificate that ran out", issue(authority, names, days(-500)), ` ran out on ${days(-104).toISOString().slice(0, 10)}.`],
] as const) {
  test(`${what} is refused, with a word on which file is wrong`, async () => {
    await write(pair);
    expect(why(() => openFiles(files(), () => now))).toContain(words);
  });
}

test("a file that is not there is refused, with its name", () => {
  expect(why(() => openFiles({ certificate: "/none.crt", key: "/none.key" }, () => now))).toStartWith("/none.crt cannot be read: ");
});

test("who follows the files is told of a new pair once, and of a bad one once, and shows what is good", async () => {
  const [first, second] = [issue(authority, names, now), issue(authority, names, now)];
  await write(first);
  const [told, shown]: [string[], Pair[]] = [[], []];
  const look = follow(
    openFiles(files(), () => now),
    { show: (pair) => void shown.push(pair), tell: (line) => void told.push(line) },
  );
  look();
  expect([told, shown]).toEqual([[], []]);
  await Bun.write(files().key, "half a k");
  look();
  look();
  expect(told).toEqual([`The certificate stays as it was: ${files().key} is no private key in PEM without a passphrase.`]);
  await write(second);
  look();
  look();
  expect(told.slice(1)).toEqual(["A new certificate is in use."]);
  expect(shown).toEqual([second]);
});
