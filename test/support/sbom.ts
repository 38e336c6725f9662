// What roomcp is made of, as CycloneDX 1.6 (ECMA-424): every package of the lock file, with its version and what its archive must hash to.
//   bun run sbom > sbom.json
import { name, version } from "../../package.json";

type Lock = { readonly packages: Readonly<Record<string, readonly [string, ...unknown[]]>> };

export async function billOfMaterials(): Promise<unknown> {
  const text = await Bun.file(new URL("../../bun.lock", import.meta.url)).text();
  // JSON with commas at the ends of lists.
  const { packages }: Lock = JSON.parse(text.replace(/,(\s*[}\]])/g, "$1"));
  const components = Object.values(packages).map(([called, ...rest]) => componentOf(called, rest));
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { type: "application", name, version, "bom-ref": `${name}@${version}` } },
    components: [...new Map(components.map((each) => [each["bom-ref"], each])).values()],
  };
}

function componentOf(called: string, rest: readonly unknown[]) {
  const at = called.lastIndexOf("@");
  const [name, version] = [called.slice(0, at), called.slice(at + 1)];
  const integrity = rest.find((each): each is string => typeof each === "string" && each.startsWith("sha512-"));
  const content = integrity === undefined ? undefined : Buffer.from(integrity.slice(7), "base64").toString("hex");
  return {
    ...{ type: "library", "bom-ref": called, name, version, purl: `pkg:npm/${name.replace("@", "%40")}@${version}` },
    ...(content === undefined ? {} : { hashes: [{ alg: "SHA-512", content }] }),
  };
}

if (import.meta.main) console.log(JSON.stringify(await billOfMaterials(), null, 2));
