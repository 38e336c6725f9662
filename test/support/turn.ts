// A TURN server as a host may have one: coturn, with a secret that it shares with the server under test.
import { temporaryFolder } from "./files.ts";
import { bindingRequest, openAsker } from "./stun.ts";

const program = "/usr/bin/turnserver";
const port = 3478;

/** Why there can be none here; undefined if there can. */
export const whyNoTurn = () => (Bun.which(program) === null ? "needs coturn" : undefined);

/** It listens at that address and relays from it, until the end of the block. `url`: what `--turn` takes. */
export async function openTurn(address: string, secret: string): Promise<AsyncDisposable & { readonly url: string }> {
  const folder = await temporaryFolder();
  const flags = [
    ...["-n", "--no-cli", "--no-tls", "--no-dtls", "--no-stdout-log"],
    ...[`--pidfile=${folder.path}/pid`, `--userdb=${folder.path}/users`, `--log-file=${folder.path}/log`, "--simple-log"],
    ...[`--listening-ip=${address}`, `--relay-ip=${address}`, `--listening-port=${port}`, "--min-port=50000", "--max-port=50999"],
    ...["--realm=roomcp.test", "--use-auth-secret", `--static-auth-secret=${secret}`],
  ];
  const turn = Bun.spawn([program, ...flags], { stdout: "ignore", stderr: "ignore" });
  const end = async () => {
    turn.kill();
    await turn.exited;
    await folder[Symbol.asyncDispose]();
  };
  using asker = await openAsker(address);
  const answered = asker.asks({ port }).then(() => true);
  while (!(await Promise.race([answered, Bun.sleep(100)]))) {
    if (turn.exitCode !== null) {
      const log = await Bun.file(`${folder.path}/log`).text();
      await end();
      throw new Error(`coturn ended: ${log}`);
    }
    asker.send(bindingRequest(), { port });
  }
  return { url: `turn:${address}:${port}`, [Symbol.asyncDispose]: end };
}
