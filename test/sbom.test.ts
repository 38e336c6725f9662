import { expect, test } from "bun:test";
import { dependencies, devDependencies } from "../package.json";
import { billOfMaterials } from "./support/sbom.ts";

type Component = { name: string; version: string; purl: string; hashes?: readonly { alg: string; content: string }[] };

test("the bill of materials has every package that is depended on, in the version that is locked, with its hash", async () => {
  const { bomFormat, components } = (await billOfMaterials()) as { bomFormat: string; components: readonly Component[] };
  expect(bomFormat).toBe("CycloneDX");
  const wanted = Object.entries({ ...dependencies, ...devDependencies }).map(([name, version]) => {
    const [, alias] = /^npm:(.+)$/.exec(version) ?? [];
    return alias ?? `${name}@${version}`;
  });
  const have = new Set(components.map(({ name, version }) => `${name}@${version}`));
  expect(wanted.filter((each) => !have.has(each))).toEqual([]);
  for (const { purl, hashes } of components) expect([purl, hashes?.[0]?.content.length]).toEqual([purl, 128]);
});

test("what is depended on is named in one version, not in a range", () => {
  for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/);
});
