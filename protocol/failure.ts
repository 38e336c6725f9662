// Every bad ending: its name, the close code or HTTP status that carries it, and whether trying again can help.
// The sentence for the person is `failure.<name>` in `protocol/words`.

type Ending = {
  /** WebSocket close code, where the ending closes a socket (4000–4999 are ours, RFC 6455 section 7.4.2). */
  readonly closeCode?: number;
  /** HTTP status, where it answers a request. */
  readonly status?: number;
  /** True if a peer should open its socket again by itself. */
  readonly retry?: true;
};

export const failures = {
  // between a peer and the server
  "message-unreadable": { closeCode: 4000 },
  "message-too-large": { closeCode: 1009 },
  "not-joined": { closeCode: 4001 },
  "joined-already": { closeCode: 4002 },
  "join-too-late": { closeCode: 4003, retry: true },
  "version-mismatch": { closeCode: 4004 },
  "room-full": { closeCode: 4005, status: 503 },
  "too-many-rooms": { status: 429 },
  "rooms-full": { closeCode: 4006, status: 503, retry: true },
  "too-many-messages": { closeCode: 4007, retry: true },
  "too-many-joins": { closeCode: 4008, status: 429, retry: true },
  "too-many-sockets": { closeCode: 4013, status: 429, retry: true },
  "too-many-bytes": { closeCode: 4014, retry: true },
  "room-not-made": { closeCode: 4015, status: 403 },
  "token-wrong": { status: 401 },
  "metrics-guarded": { status: 401 },
  replaced: { closeCode: 4009 },
  "server-stopping": { closeCode: 4010, retry: true },
  "no-such-peer": {},

  // between a peer and the server's relay
  "relay-unknown": { closeCode: 4016 },
  "relay-overrun": { closeCode: 4017, retry: true },
  "relay-busy": { closeCode: 4018, retry: true },
  "relay-spent": { closeCode: 4019 },

  // answers to a request
  "room-name-invalid": { closeCode: 4011, status: 422 },
  "room-occupied": { status: 409 },
  "room-not-found": { status: 404 },
  "page-not-found": { status: 404 },
  "request-unreadable": { status: 400 },
  "socket-wanted": { status: 426 },
  "foreign-site": { closeCode: 4012, status: 403 },
  "server-fault": { status: 500 },
  "not-handed": { status: 503 },

  // what a person typed
  "not-entered": {},
  "nickname-invalid": {},
  "message-too-long": {},
  "person-left": {},

  // what the people of a room know
  "secret-unreadable": {},
  "secret-mismatch": {},
  "passphrase-missing": {},
  "passphrase-too-long": {},
  "too-many-guesses": {},
  "room-locked": {},
  "envelope-forged": {},

  // links
  "link-failed": {},
  "peer-floods": {},
  "link-unsupported": {},
  "page-incomplete": {},

  // shares and transfers
  "too-many-files": {},
  "too-many-shares": {},
  "share-too-large": {},
  "share-withdrawn": {},
  "share-unknown": {},
  "share-mismatch": {},
  "manifest-unreadable": {},
  "refused-by-sharer": {},
  "other-files": {},
  "folder-denied": {},
  "receiver-left": {},
  "source-silent": {},
  "source-changed": {},
  "source-unreadable": {},
  "chunk-corrupt": {},
  "asked-too-much": {},
  "no-space": {},
  "sink-broken": {},
  "memory-too-small": {},
  "stream-taken": {},
  "stream-broken": {},
  "stream-too-large": {},
  cancelled: {},
} as const satisfies Record<string, Ending>;

export type Failure = keyof typeof failures;

export const failureNames = /* @__PURE__ */ Object.keys(failures) as readonly Failure[];

/** Why somebody lets nobody in. */
export const shutOut = ["too-many-guesses", "room-locked"] as const satisfies readonly Failure[];

/** How a share may end in its owner's words; what the server or somebody's own page says is not theirs to say. */
export const ownersEndings = [
  "share-withdrawn",
  "share-unknown",
  "source-changed",
  "source-unreadable",
  "asked-too-much",
  "refused-by-sharer",
  "stream-taken",
  "stream-broken",
] as const satisfies readonly Failure[];

/** How a transfer may end in its receiver's words. */
export const receiversEndings = [
  ...ownersEndings,
  "cancelled",
  "no-space",
  "sink-broken",
  "memory-too-small",
  "chunk-corrupt",
  "source-silent",
  "share-mismatch",
  "stream-too-large",
] as const satisfies readonly Failure[];

/** What is stored of a transfer that ended so is kept, and it can be continued: nothing is wrong with what is on the disk. */
const resumable: ReadonlySet<Failure> = new Set([
  "source-silent",
  "chunk-corrupt",
  "no-space",
  "sink-broken",
  "source-unreadable",
] as const);

export function canResume(why: Failure): boolean {
  return resumable.has(why);
}

export type OwnersEnding = (typeof ownersEndings)[number];
export type ReceiversEnding = (typeof receiversEndings)[number];

/** The ending behind a name. */
export function endingOf(name: Failure): Ending {
  return failures[name];
}

/** The failure that a close code stands for; undefined for codes that are not ours (a lost network, a proxy). */
export function failureOfCloseCode(code: number): Failure | undefined {
  return failureNames.find((name) => endingOf(name).closeCode === code);
}

/** Decided once, here: does a peer whose socket closed with this code open it again? Codes that are not ours mean a lost line. */
export function shouldReconnect(code: number): boolean {
  const name = failureOfCloseCode(code);
  return name === undefined || endingOf(name).retry === true;
}
