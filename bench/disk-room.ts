// Is there room on the disk? A bench that fills it would take the machine down with it.
import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";

/** So much is left to everybody else. */
const spareBytes = 2 * 2 ** 30;

/** Throws a sentence if temporary files of so many bytes do not fit. */
export async function needDisk(bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const gib = (count: number) => (count / 2 ** 30).toFixed(1);
  if (bavail * bsize < bytes + spareBytes)
    throw `This needs ${gib(bytes + spareBytes)} GiB of free disk in ${tmpdir()}, and there are ${gib(bavail * bsize)}. Choose a smaller --mib, or another TMPDIR.`;
}
