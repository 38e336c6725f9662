// Every hasher against the one suite.
import { expect, test } from "bun:test";
import { sha256Of } from "../../cli/disk/digest.ts";
import { bestHasher, nativeHasher, wasmHasher } from "../../client/disk/hasher.ts";
import { hasherContract } from "./hasher.ts";

hasherContract("the browser's own", async () => nativeHasher);
hasherContract("WebAssembly", wasmHasher);
hasherContract("the best one", bestHasher);
hasherContract("a terminal's", async () => async (bytes) => sha256Of(bytes));

test("the best one is the browser's own where there is one", async () => {
  expect(await bestHasher()).toBe(nativeHasher);
});
