// A certificate authority for one host and the certificates that it issues, as RFC 5280 has them. It reads no clock and no disk.
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import * as asn1 from "@peculiar/asn1-x509";

/** A certificate and its private key, both in PEM. */
export type Pair = { readonly certificate: string; readonly key: string };

const day = 24 * 3600 * 1000;
/** How long an authority lasts: people trust it by hand, on every device. */
const authorityMs = 3650 * day;
/** From the first to the last moment of a certificate. Apple and the CA/Browser Forum take 398 days at most. */
export const certificateMs = 397 * day;
/** What is nearer to its end than this is made anew. */
export const renewWithinMs = 30 * day;
/** Certificates begin this much before they are made: clocks on a LAN without internet are not right. */
const clocksDifferMs = day;

/**
 * Names that no website has (RFC 6761, RFC 6762). An authority vouches for these, for the host's own, and for none else, whoever has its key.
 * Addresses it does not limit: BoringSSL, and with it Bun, refuses every certificate with an address under an authority that does.
 */
const alwaysPermitted = ["localhost", "local"];

/** @param names the host's own, in lower case */
export function foundAuthority(host: string, names: readonly string[], now: Date): Pair {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const own = names.filter((name) => !isPermitted(alwaysPermitted, name) && !couldBeTopLevel(name));
  const permitted = [...alwaysPermitted, ...new Set(own)].map((each) => new asn1.GeneralSubtree({ base: generalName(each) }));
  const subject = nameOf(`roomcp on ${host}`);
  const certificate = signed(privateKey, {
    subject,
    issuer: subject,
    validity: new asn1.Validity({ notBefore: before(now), notAfter: new Date(now.getTime() + authorityMs) }),
    subjectPublicKeyInfo: AsnConvert.parse(publicKey.export({ type: "spki", format: "der" }), asn1.SubjectPublicKeyInfo),
    extensions: new asn1.Extensions([
      extension(asn1.id_ce_basicConstraints, true, new asn1.BasicConstraints({ cA: true, pathLenConstraint: 0 })),
      extension(asn1.id_ce_keyUsage, true, new asn1.KeyUsage(asn1.KeyUsageFlags.keyCertSign)),
      extension(asn1.id_ce_extKeyUsage, false, new asn1.ExtendedKeyUsage([asn1.id_kp_serverAuth])),
      extension(asn1.id_ce_nameConstraints, true, new asn1.NameConstraints({ permittedSubtrees: new asn1.GeneralSubtrees(permitted) })),
      extension(asn1.id_ce_subjectKeyIdentifier, false, new asn1.SubjectKeyIdentifier(keyIdOf(publicKey))),
    ]),
  });
  return { certificate, key: pemOf(privateKey) };
}

/** @param names those that the authority vouches for; see `vouchedFor` */
export function issue(authority: Pair, names: readonly string[], now: Date): Pair {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = new X509Certificate(authority.certificate);
  const begin = before(now);
  const end = Math.min(begin.getTime() + certificateMs, Date.parse(issuer.validTo));
  const certificate = signed(createPrivateKey(authority.key), {
    subject: nameOf("roomcp"),
    issuer: tbsOf(authority.certificate).subject,
    validity: new asn1.Validity({ notBefore: begin, notAfter: new Date(end) }),
    subjectPublicKeyInfo: AsnConvert.parse(publicKey.export({ type: "spki", format: "der" }), asn1.SubjectPublicKeyInfo),
    extensions: new asn1.Extensions([
      extension(asn1.id_ce_basicConstraints, true, new asn1.BasicConstraints({ cA: false })),
      extension(asn1.id_ce_keyUsage, true, new asn1.KeyUsage(asn1.KeyUsageFlags.digitalSignature)),
      extension(asn1.id_ce_extKeyUsage, false, new asn1.ExtendedKeyUsage([asn1.id_kp_serverAuth])),
      extension(asn1.id_ce_subjectAltName, false, new asn1.SubjectAlternativeName(names.map(generalName))),
      extension(asn1.id_ce_subjectKeyIdentifier, false, new asn1.SubjectKeyIdentifier(keyIdOf(publicKey))),
      extension(
        asn1.id_ce_authorityKeyIdentifier,
        false,
        new asn1.AuthorityKeyIdentifier({ keyIdentifier: new asn1.KeyIdentifier(keyIdOf(issuer.publicKey)) }),
      ),
    ]),
  });
  return { certificate, key: pemOf(privateKey) };
}

/** Those of some names that an authority may vouch for. A certificate with any other is refused as a whole (RFC 5280, section 4.2.1.10). */
export function vouchedFor(authority: Pair, names: readonly string[]): readonly string[] {
  const found = tbsOf(authority.certificate).extensions?.find(({ extnID }) => extnID === asn1.id_ce_nameConstraints);
  const { permittedSubtrees } = AsnConvert.parse(found?.extnValue.buffer ?? new ArrayBuffer(0), asn1.NameConstraints);
  const permitted = (permittedSubtrees ?? []).map(({ base }) => base.dNSName ?? "");
  return names.filter((name) => isPermitted(permitted, name));
}

/** Does this certificate hold for all of these names, and for long enough? */
export function isGoodFor({ certificate }: Pair, authority: Pair, names: readonly string[], now: Date): boolean {
  const known = new X509Certificate(certificate);
  const lasts = Date.parse(known.validFrom) <= now.getTime() && Date.parse(known.validTo) - now.getTime() > renewWithinMs;
  const holds = (name: string) => (isIP(name) ? known.checkIP(name) : known.checkHost(name)) !== undefined;
  return lasts && known.verify(new X509Certificate(authority.certificate).publicKey) && names.every(holds);
}

/** As people compare it: SHA-256 of the certificate, in pairs of hexadecimal digits. */
export function fingerprintOf({ certificate }: Pair): string {
  return new X509Certificate(certificate).fingerprint256;
}

function isPermitted(permitted: readonly string[], name: string): boolean {
  return isIP(name) !== 0 || permitted.some((each) => name === each || name.endsWith(`.${each}`));
}

/** A name without a dot stands for all below it too: a host called `dev` must not found an authority over the internet's `.dev`. */
function couldBeTopLevel(name: string): boolean {
  return !name.includes(".") && (/^[a-z]*$/.test(name) || name.startsWith("xn--"));
}

function generalName(name: string): asn1.GeneralName {
  return new asn1.GeneralName(isIP(name) ? { iPAddress: name } : { dNSName: name });
}

function nameOf(commonName: string): asn1.Name {
  const told = (type: string, utf8String: string) =>
    new asn1.RelativeDistinguishedName([new asn1.AttributeTypeAndValue({ type, value: new asn1.AttributeValue({ utf8String }) })]);
  // The upper bounds are of RFC 5280, appendix A.1.
  return new asn1.Name([told("2.5.4.10", "roomcp"), told("2.5.4.3", commonName.slice(0, 64))]);
}

function before(now: Date): Date {
  return new Date(now.getTime() - clocksDifferMs);
}

function extension(extnID: string, critical: boolean, value: unknown): asn1.Extension {
  return new asn1.Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

/** RFC 5280, section 4.2.1.2, by a digest that is current (RFC 7093, section 2). */
function keyIdOf(key: KeyObject): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    createHash("sha256")
      .update(key.export({ type: "spki", format: "der" }))
      .digest()
      .subarray(0, 20),
  );
}

const ecdsaWithSha256 = new asn1.AlgorithmIdentifier({ algorithm: "1.2.840.10045.4.3.2" });

function signed(
  key: KeyObject,
  says: Pick<asn1.TBSCertificate, "subject" | "issuer" | "validity" | "subjectPublicKeyInfo" | "extensions">,
) {
  const serialNumber = new Uint8Array(randomBytes(16));
  // Positive, and not shorter than it looks.
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x3f) | 0x40;
  const tbsCertificate = new asn1.TBSCertificate({
    ...says,
    version: asn1.Version.v3,
    serialNumber: serialNumber.buffer,
    signature: ecdsaWithSha256,
  });
  const signature = sign("sha256", new Uint8Array(AsnConvert.serialize(tbsCertificate)), key);
  const signatureValue = new Uint8Array(signature).buffer;
  const whole = new asn1.Certificate({ tbsCertificate, signatureAlgorithm: ecdsaWithSha256, signatureValue });
  return new X509Certificate(new Uint8Array(AsnConvert.serialize(whole))).toString();
}

function tbsOf(certificate: string): asn1.TBSCertificate {
  return AsnConvert.parse(new Uint8Array(new X509Certificate(certificate).raw), asn1.Certificate).tbsCertificate;
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}
