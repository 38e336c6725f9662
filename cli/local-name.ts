// Browsers give a name of their own in the place of an address (`….local`), which only those on the same network can look up, by mDNS
// (draft-ietf-mmusic-mdns-ice-candidates, section 3.2). Without the address a firewall here may keep such a browser out.
import multicastDns from "multicast-dns";

/** How long an answer may take. Browsers answer within a few milliseconds; the second question is for a lost packet. */
const patienceMs = 1_500;
const askAgainMs = 400;

/** @returns looks a name up; undefined where nobody has it. Rejects nothing. */
export function localNames() {
  let open: ReturnType<typeof multicastDns> | undefined;
  let asking = 0;

  const closeIfIdle = () => {
    if (--asking > 0) return;
    open?.destroy();
    open = undefined;
  };

  return async (name: string): Promise<string | undefined> => {
    open ??= multicastDns();
    const mdns = open;
    asking += 1;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const heard = ({ answers }: { answers: readonly { name: string; type: string; data?: unknown }[] }) => {
      const found = answers.find((answer) => answer.name === name && (answer.type === "A" || answer.type === "AAAA"));
      if (typeof found?.data === "string") resolve(found.data);
    };
    const ask = () => mdns.query([{ name, type: "A" }]);
    mdns.on("response", heard);
    // No network, or a port that somebody has for themselves.
    mdns.on("error", () => resolve(undefined));
    ask();
    const again = setTimeout(ask, askAgainMs);
    const late = setTimeout(resolve, patienceMs, undefined);
    const found = await promise;
    clearTimeout(again);
    clearTimeout(late);
    mdns.off("response", heard);
    closeIfIdle();
    return found;
  };
}

/** The name in a candidate, if it has one in the place of an address. */
export function localNameIn(candidate: string): string | undefined {
  return candidate.split(" ").find((word) => word.endsWith(".local"));
}
