// Who this tab is: a token that a reload keeps and a copy of the tab does not, and the nickname last used.

const tokenKey = "roomcp:token";
const nicknameKey = "roomcp:nickname";
const enteredKey = (room: string) => `roomcp:entered:${room}`;
const automaticKey = (room: string) => `roomcp:automatic:${room}`;

/** How long other tabs have to say that a token is theirs. They answer within a few milliseconds unless they are frozen. */
const rollCallMs = 60;

export function randomHex(bytes = 16): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * This tab's token, 32 hexadecimal digits. Duplicating a tab copies its sessionStorage; the copy asks whether somebody has that token
 * already, and makes itself a new one.
 */
export async function claimToken(): Promise<string> {
  const channel = new BroadcastChannel("roomcp:tokens");
  const kept = read(sessionStorage, tokenKey);
  const taken = kept !== undefined && (await isTaken(channel, kept));
  const token = kept === undefined || taken ? randomHex() : kept;
  write(sessionStorage, tokenKey, token);
  channel.onmessage = ({ data }) => data?.whose === token && channel.postMessage({ mine: token });
  return token;
}

function isTaken(channel: BroadcastChannel, token: string): Promise<boolean> {
  return new Promise((resolve) => {
    channel.onmessage = ({ data }) => data?.mine === token && resolve(true);
    channel.postMessage({ whose: token });
    setTimeout(() => resolve(false), rollCallMs);
  });
}

export const remembered = {
  nickname: () => read(localStorage, nicknameKey) ?? "",
  /** The nickname under which this tab is in the room, so that a reload enters again by itself. */
  enteredAs: (room: string) => read(sessionStorage, enteredKey(room)),
  automatic: (room: string) => read(localStorage, automaticKey(room)) === "yes",
};

export const remember = {
  entered(room: string, nickname: string) {
    write(localStorage, nicknameKey, nickname);
    write(sessionStorage, enteredKey(room), nickname);
  },
  left: (room: string) => write(sessionStorage, enteredKey(room), undefined),
  automatic: (room: string, yes: boolean) => write(localStorage, automaticKey(room), yes ? "yes" : undefined),
};

/** Storage may be denied altogether; then nothing is remembered, and that is all. */
function read(storage: Storage, key: string): string | undefined {
  try {
    return storage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(storage: Storage, key: string, value: string | undefined): void {
  try {
    if (value === undefined) storage.removeItem(key);
    else storage.setItem(key, value);
  } catch {}
}
