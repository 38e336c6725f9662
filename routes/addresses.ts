// The addresses under which people on the same network find this server.
import { networkInterfaces } from "node:os";

/** URLs to print at start: localhost, and this machine's own addresses where the server listens on all of them. */
export function addressesToPrint(host: string, port: number): readonly string[] {
  const everywhere = host === "0.0.0.0" || host === "::";
  if (!everywhere) return [`http://${host.includes(":") ? `[${host}]` : host}:${port}`];
  const own = Object.values(networkInterfaces())
    .flat()
    .filter((each) => each !== undefined && !each.internal && each.family === "IPv4")
    .map((each) => `http://${each?.address}:${port}`);
  return [`http://localhost:${port}`, ...new Set(own)];
}
