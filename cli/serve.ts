// roomcp serve: the server, until it is told to stop.
import { languageOf } from "../protocol/words/choose.ts";
import { CertificateError } from "../routes/certificate.ts";
import type { Settings } from "../routes/settings.ts";
import { start } from "../server.ts";
import { type Command, exit, type Io } from "./command.ts";
import { Failed, misused, sentence } from "./failed.ts";
import { releasedClient } from "./release.ts";
import { readSettings, serveFlags } from "./settings.ts";
import { openSupervisor } from "./supervisor.ts";

export const command: Command = {
  name: "serve",
  summary: "serve rooms to whoever can reach this machine",
  usage: "[options]",
  flags: serveFlags,
  more: `A file for --config has a line for each setting, such as
  port = 8080
  people-per-room = 8
  trust-proxy = ["127.0.0.1", "::1"]

SIGTERM and SIGINT let everybody go, within 5 seconds; pages say so, and come back by themselves. SIGHUP reads the file and the certificate again, and says
what of it needs a restart. Under systemd (Type=notify) it says when it is ready, and answers its watchdog.`,
  async run(argv, io) {
    const server = await started(readSettings(argv, io.env), io);
    const supervisor = await openSupervisor(io.env, (why) => io.err(`roomcp: ${why}\n`));
    io.onHangUp(() => {
      supervisor.tell("RELOADING=1");
      reload(server, argv, io);
      supervisor.tell("READY=1");
    });
    supervisor.tell("READY=1");
    supervisor.watch();
    await stopped(io.stop);
    supervisor.tell("STOPPING=1");
    await server.stop();
    return exit.ok;
  },
};

type Server = Awaited<ReturnType<typeof start>>;

async function started(settings: Settings, io: Io): Promise<Server> {
  try {
    return await start(settings, { client: await releasedClient(), env: io.env, tell: (line) => void io.out(`${line}\n`) });
  } catch (error) {
    if (error instanceof CertificateError) throw misused("certificate-unusable", { needed: error.message });
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") throw new Failed("port-taken", {}, exit.usage);
    throw error;
  }
}

/** What is wrong now changes nothing. */
function reload(server: Server, argv: readonly string[], io: Io): void {
  try {
    const later = server.reload(readSettings(argv, io.env));
    io.out(later.length === 0 ? "Read again.\n" : `Read again. A restart is needed for ${later.join(", ")}.\n`);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    io.err(`roomcp: ${sentence(languageOf(io.env), error.why, error.fillings)}\n`);
  }
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (stop.aborted) done();
    else stop.addEventListener("abort", () => done(), { once: true });
  });
}
