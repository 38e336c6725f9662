// A share that takes a while to receive and a while to get its names: several large files, and many small ones, side by side.
import { chunkBytesMin } from "../../../protocol/limits.ts";
import { fileOf, shareOfEntries } from "../../support/shares.ts";

const small = Array.from({ length: 150 }, (_, i) => fileOf(`small ${i}`, i));
const large = [1, 2, 3, 4].map((i) => fileOf(`large ${i}`, 8 * chunkBytesMin + i));

export const mixedShare = shareOfEntries("6".repeat(32), [...small, ...large, fileOf("folder/inside", 1000), fileOf("folder/empty/", 0)]);
