// Who this tab is: a token that a reload keeps and a copy of the tab does not, and the nickname last used.
import { randomHex } from "../edges/random.ts";
import { automaticBytesMax } from "../protocol/limits.ts";
import { placesInLedger } from "./disk/ledger.ts";
import { livingPlaces } from "./disk/sweep.ts";
import { read, write } from "./storage.ts";

const tokenKey = "roomcp:token";
const nicknameKey = "roomcp:nickname";
const enteredKey = (room: string) => `roomcp:entered:${room}`;
const passphraseKey = (room: string) => `roomcp:passphrase:${room}`;
const automaticKey = (room: string) => `roomcp:automatic:${room}`;

/** How long other tabs have to say that a token is theirs. They answer within a few milliseconds unless they are frozen. */
const rollCallMs = 60;

/**
 * This tab's token, 32 hexadecimal digits; its place on the disk has the same name. Duplicating a tab copies its sessionStorage; the copy asks
 * whether somebody has that token already, and makes itself a new one. A new tab takes over from one that crashed or was closed in this room
 * and left something unfinished: so it is the same person, and goes on.
 */
export async function claimToken(room: string): Promise<string> {
  const channel = new BroadcastChannel("roomcp:tokens");
  const kept = read("session", tokenKey);
  const taken = kept !== undefined && (await isTaken(channel, kept));
  const token = kept !== undefined && !taken ? kept : ((kept === undefined ? await leftBehind(room, channel) : undefined) ?? randomHex());
  write("session", tokenKey, token);
  channel.onmessage = ({ data }) => data?.whose === token && channel.postMessage({ mine: token });
  return token;
}

/** The newest token that has something in the ledger of this room, and that no living page has. */
async function leftBehind(room: string, channel: BroadcastChannel): Promise<string | undefined> {
  const places = (await placesInLedger().catch(() => [])).filter((each) => each.room === room && each.holds);
  if (places.length === 0) return undefined;
  const living = await livingPlaces(rollCallMs);
  for (const { place } of places) if (!living.has(place) && !(await isTaken(channel, place))) return place;
  return undefined;
}

function isTaken(channel: BroadcastChannel, token: string): Promise<boolean> {
  return new Promise((resolve) => {
    channel.onmessage = ({ data }) => data?.mine === token && resolve(true);
    channel.postMessage({ whose: token });
    setTimeout(() => resolve(false), rollCallMs);
  });
}

export const remembered = {
  nickname: () => read("local", nicknameKey) ?? "",
  /** The nickname under which this tab is in the room, so that a reload enters again by itself. */
  enteredAs: (room: string) => read("session", enteredKey(room)),
  /** The passphrase under which this tab is in the room; it leaves the tab as little as the nickname leaves the room. */
  passphrase: (room: string) => read("session", passphraseKey(room)),
  /** Bytes of a share that is taken without a click; undefined: none is. */
  automatic(room: string): number | undefined {
    const kept = read("local", automaticKey(room));
    return kept === "yes" ? automaticBytesMax : kept === undefined || Number.isNaN(Number(kept)) ? undefined : Number(kept);
  },
};

export const remember = {
  entered(room: string, nickname: string) {
    write("local", nicknameKey, nickname);
    write("session", enteredKey(room), nickname);
  },
  left(room: string) {
    write("session", enteredKey(room), undefined);
    write("session", passphraseKey(room), undefined);
  },
  passphrase: (room: string, passphrase: string) => write("session", passphraseKey(room), passphrase),
  automatic: (room: string, upTo: number | undefined) => write("local", automaticKey(room), upTo === undefined ? undefined : String(upTo)),
};
