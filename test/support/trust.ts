// Lets a Chromium trust an authority, as a person does by hand: Debian's reads the NSS database in its home.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { chromiumArguments, usualChromium } from "./person.ts";

/** @param home an empty folder; @param authority path of its certificate in PEM. Throws where `certutil` is missing or complains. */
export async function launchTrusting(home: string, authority: string, executablePath = usualChromium): Promise<Browser> {
  const database = join(home, ".pki", "nssdb");
  await mkdir(database, { recursive: true });
  for (const words of [
    ["-N", "--empty-password"],
    ["-A", "-n", "roomcp", "-t", "C,,", "-i", authority],
  ]) {
    const { success, stderr } = Bun.spawnSync(["certutil", "-d", `sql:${database}`, ...words]);
    if (!success) throw new Error(`certutil ${words[0]}: ${stderr}`);
  }
  return chromium.launch({ executablePath, args: chromiumArguments, env: { ...process.env, HOME: home } });
}
