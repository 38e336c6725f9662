// Which way a connection took, out of what the browser counts of it (W3C WebRTC Statistics, sections 8.9, 8.10 and 8.14). No address comes out.

export const ends = ["host", "srflx", "prflx", "relay"] as const;
/** What an address is: one's own, one that a STUN server saw, one that the other side saw, one of a TURN server (RFC 8445, section 4). */
export type End = (typeof ends)[number];

/** `over`: how one's own TURN server is reached. `family` is known where the browser shows either address. */
export type Way = {
  readonly mine: End;
  readonly theirs: End;
  readonly over: "udp" | "tcp" | "tls";
  readonly family?: "IPv4" | "IPv6";
  readonly roundTripMs?: number;
};

type Stat = Readonly<Record<string, unknown>>;

/** @param stats the entries of a report; undefined if no pair of candidates is in use */
export function wayOf(stats: readonly Stat[]): Way | undefined {
  const byId = (id: unknown) => stats.find((stat) => stat.id === id);
  const pair = byId(stats.find(({ type }) => type === "transport")?.selectedCandidatePairId);
  const [mine, theirs] = [byId(pair?.localCandidateId), byId(pair?.remoteCandidateId)];
  const [here, there] = [endOf(mine), endOf(theirs)];
  if (pair === undefined || here === undefined || there === undefined) return undefined;
  const family = familyOf(mine) ?? familyOf(theirs);
  const seconds = pair.currentRoundTripTime;
  return {
    ...{ mine: here, theirs: there, over: overOf(mine) },
    ...(family === undefined ? {} : { family }),
    ...(typeof seconds === "number" ? { roundTripMs: 1000 * seconds } : {}),
  };
}

function endOf(candidate: Stat | undefined): End | undefined {
  return ends.find((each) => each === candidate?.candidateType);
}

function overOf(candidate: Stat | undefined): Way["over"] {
  const named = candidate?.relayProtocol ?? candidate?.protocol;
  return named === "tcp" || named === "tls" ? named : "udp";
}

function familyOf(candidate: Stat | undefined): Way["family"] {
  const address = candidate?.address;
  if (typeof address !== "string") return undefined;
  if (address.includes(":")) return "IPv6";
  // Browsers put a name of their own in the place of an address (mDNS).
  return /^\d+(\.\d+){3}$/.test(address) ? "IPv4" : undefined;
}
