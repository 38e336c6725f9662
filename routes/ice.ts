// What a page's connections are told of STUN and TURN: this server's own, what the host names, and credentials for the host's TURN server.
import { createHmac } from "node:crypto";
import { turnForMs } from "../protocol/limits.ts";
import type { IceServer } from "../protocol/signal.ts";
import type { Settings } from "./settings.ts";
import type { Stun } from "./stun.ts";

/** Gives a visit its servers: all of them at first, and again when half of the credentials' time is over; in between undefined. */
export type Ice = () => readonly IceServer[] | undefined;

/**
 * @param lent.now milliseconds since 1970, as the TURN server's clock has them too; @param lent.random a name that nobody had before, without a colon
 * @returns what begins a visit, told where its person reaches this server
 */
export function openIce(lent: {
  settings: Pick<Settings, "iceServers" | "turn" | "turnSecret">;
  stun: Pick<Stun, "urlFor">;
  now: () => number;
  random: () => string;
}): (origin: string) => Ice {
  const { settings } = lent;
  const all = (origin: string): readonly IceServer[] => {
    const { iceServers, turn, turnSecret } = settings;
    const own = lent.stun.urlFor(origin);
    return [
      ...(own === undefined ? [] : [{ urls: own }]),
      ...iceServers,
      ...(turn.length === 0 ? [] : [{ urls: [...turn], ...turnCredentials(turnSecret, lent.now() + turnForMs, lent.random()) }]),
    ];
  };
  return (origin) => {
    let due = Number.NEGATIVE_INFINITY;
    return () => {
      const now = lent.now();
      if (now < due) return undefined;
      due = settings.turn.length === 0 ? Number.POSITIVE_INFINITY : now + turnForMs / 2;
      return all(origin);
    };
  };
}

/**
 * What a TURN server takes that knows the same secret (draft-uberti-behave-turn-rest-00, section 2.2; coturn's `use-auth-secret`). It looks at
 * the time when an allocation begins, and ends none.
 * @param until milliseconds since 1970
 */
export function turnCredentials(secret: string, until: number, name: string): { readonly username: string; readonly credential: string } {
  const username = `${Math.floor(until / 1000)}:${name}`;
  return { username, credential: turnCredential(secret, username) };
}

/** HMAC-SHA1 (RFC 2104) of the username, in base64. */
export function turnCredential(secret: string, username: string): string {
  return createHmac("sha1", secret).update(username).digest("base64");
}
