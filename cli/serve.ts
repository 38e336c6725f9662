// roomcp serve: the server, by flags and environment.
import { CertificateError } from "../routes/certificate.ts";
import { type Settings, settingsTable } from "../routes/settings.ts";
import { start } from "../server.ts";
import { type Command, exit, type Io } from "./command.ts";
import { Failed, misused } from "./failed.ts";
import { releasedClient } from "./release.ts";
import { readSettings } from "./settings.ts";

export const command: Command = {
  name: "serve",
  summary: "serve rooms to whoever can reach this machine",
  usage: "[options]",
  flags: settingsTable,
  async run(argv, io) {
    const settings = readSettings(argv, io.env);
    const { stop } = await started(settings, io);
    await stopped(io.stop);
    await stop();
    return exit.ok;
  },
};

async function started(settings: Settings, io: Io) {
  try {
    return await start(settings, { client: await releasedClient(), env: io.env, tell: (line) => void io.out(`${line}\n`) });
  } catch (error) {
    if (error instanceof CertificateError) throw misused("certificate-unusable", { needed: error.message });
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") throw new Failed("port-taken", {}, exit.usage);
    throw error;
  }
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (stop.aborted) done();
    else stop.addEventListener("abort", () => done(), { once: true });
  });
}
