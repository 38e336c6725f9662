// The certificate that the server shows: its own authority's, kept in a folder, or the host's from two files. Both change while it runs.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { namesOf, shortName } from "./addresses.ts";
import type { Pair } from "./authority.ts";
import type { Settings } from "./settings.ts";

/** What people need so as to trust the server's own authority. */
export type Authority = { readonly certificate: string; readonly fingerprint: string };

export type Certificates = {
  /** What is shown now. */
  readonly pair: Pair;
  /** Undefined where the certificate is the host's. */
  readonly authority?: Authority;
  /** False of a name that the authority was not founded for, so that its certificates leave it out. */
  holdsFor(name: string): boolean;
  /** Looks again. True if `pair` has changed. Throws `CertificateError` where what is new is unusable, and `pair` stays. */
  refresh(): boolean;
};

/** Why there is no certificate. The message is for the host. */
export class CertificateError extends Error {}

/** How often a server looks for what has changed: addresses of the machine, or the host's files. A look takes a few milliseconds. */
const lookEveryMs = 15_000;

/** What the settings ask for; undefined for plain HTTP. Throws `CertificateError`. */
export function openCertificates(
  { tls, data, host, publicUrl }: Settings,
  env: Readonly<Record<string, string | undefined>>,
): Certificates | undefined {
  const now = () => new Date();
  if (tls === "off") return undefined;
  if (tls !== "self") return openFiles(tls, now);
  const shared = env.XDG_DATA_HOME || join(homedir(), ".local", "share");
  return openOwn(join(data || join(shared, "roomcp"), "tls"), { host: shortName(), names: () => namesOf(host, publicUrl), now });
}

/** Looks again and again, and when the returned function is called. A new pair is shown; why there is none is told once. */
export function follow(certificates: Certificates, lent: { show: (pair: Pair) => void; tell: (line: string) => void }): () => void {
  let told = "";
  const look = () => {
    try {
      if (certificates.refresh()) {
        lent.show(certificates.pair);
        lent.tell("A new certificate is in use.");
      }
      told = "";
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
      if (error.message !== told) lent.tell(`The certificate stays as it was: ${error.message}`);
      told = error.message;
    }
  };
  setInterval(look, lookEveryMs).unref();
  return look;
}

/** From two files in PEM. Throws `CertificateError`. */
export function openFiles(files: { readonly certificate: string; readonly key: string }, now: () => Date): Certificates {
  const read = (): Pair => sound({ certificate: textOf(files.certificate), key: textOf(files.key) }, files, now());
  let pair = read();
  return {
    get pair() {
      return pair;
    },
    holdsFor: () => true,
    refresh() {
      const found = read();
      const changed = found.certificate !== pair.certificate || found.key !== pair.key;
      pair = found;
      return changed;
    },
  };
}

/**
 * From an authority of its own, which is founded at the first time and then stays, since people trust it by hand.
 * @param lent.names all that the host is called now; asked at every look
 */
export function openOwn(folder: string, lent: { host: string; names: () => readonly string[]; now: () => Date }): Certificates {
  const { host, names, now } = lent;
  // Loaded where it is wanted: X.509 takes as long as all else of the server's start.
  const { fingerprintOf, foundAuthority, isGoodFor, issue, renewWithinMs, vouchedFor } =
    require("./authority.ts") as typeof import("./authority.ts");
  makeFolder(folder);
  const authority = kept(join(folder, "authority.pem"), (known) => {
    const lasts = known !== undefined && Date.parse(new X509Certificate(known.certificate).validTo) - now().getTime() > renewWithinMs;
    return lasts ? known : foundAuthority(host, names(), now());
  });
  const look = () =>
    kept(join(folder, "server.pem"), (known) => {
      const wanted = vouchedFor(authority, names());
      return known !== undefined && isGoodFor(known, authority, wanted, now()) ? known : issue(authority, wanted, now());
    });
  let pair = look();
  return {
    get pair() {
      return pair;
    },
    authority: { certificate: authority.certificate, fingerprint: fingerprintOf(authority) },
    holdsFor: (name) => vouchedFor(authority, [name]).length > 0,
    refresh() {
      const found = look();
      const changed = found.certificate !== pair.certificate;
      pair = found;
      return changed;
    },
  };
}

/** Certificate and key lie in one file, so that no two halves of different pairs ever meet, and only the host's user may read it. */
function kept(path: string, choose: (known: Pair | undefined) => Pair): Pair {
  const known = pairIn(path);
  const pair = choose(known);
  try {
    if (pair !== known) {
      writeFileSync(`${path}.new`, `${pair.certificate}${pair.key}`, { mode: 0o600, flush: true });
      renameSync(`${path}.new`, path);
    }
    chmodSync(path, 0o600);
  } catch (error) {
    throw new CertificateError(`${path} cannot be written: ${wordsOf(error)}`);
  }
  return pair;
}

function pairIn(path: string): Pair | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new CertificateError(`${path} cannot be read: ${wordsOf(error)}`);
  }
  const [, certificate = "", key = ""] = /^(-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n)(.+)$/s.exec(text) ?? [];
  try {
    if (matches({ certificate, key })) return { certificate, key };
  } catch {
    // What cannot be read matches nothing.
  }
  throw new CertificateError(`${path} is damaged. Remove it, and a new one is made.`);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  } catch (error) {
    throw new CertificateError(`${folder} cannot be made: ${wordsOf(error)}`);
  }
}

function matches({ certificate, key }: Pair): boolean {
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
}

function sound(pair: Pair, files: { readonly certificate: string; readonly key: string }, now: Date): Pair {
  const certificate = parsed(files.certificate, "certificate in PEM", () => new X509Certificate(pair.certificate));
  const key = parsed(files.key, "private key in PEM without a passphrase", () => createPrivateKey(pair.key));
  if (!certificate.checkPrivateKey(key)) throw new CertificateError(`${files.key} is not the key of ${files.certificate}.`);
  if (Date.parse(certificate.validTo) < now.getTime())
    throw new CertificateError(`${files.certificate} ran out on ${new Date(certificate.validTo).toISOString().slice(0, 10)}.`);
  return pair;
}

function parsed<Parsed>(path: string, what: string, parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch {
    throw new CertificateError(`${path} is no ${what}.`);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CertificateError(`${path} cannot be read: ${wordsOf(error)}`);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
