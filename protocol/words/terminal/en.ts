// English: what only a terminal says.

/** Why a command does not work, where no page could say the same. */
export const failures = {
  "command-unknown": "There is no command {name}; roomcp --help lists them.",
  "command-guessed": "There is no command {name}. Did you mean {guess}?",
  "option-unknown": "There is no option {name}; --help lists them.",
  "option-guessed": "There is no option {name}. Did you mean {guess}?",
  "option-bare": "{name} needs a value.",
  "option-filled": "{name} takes no value.",
  "value-wrong": "{name}: {needed}.",
  "argument-unexpected": "Nothing is known of {name}; --help says what belongs here.",
  "argument-wrong": "{name}: one of {needed} is needed.",
  "address-wanted": "{name}: an address like https://rooms.example is needed.",
  "host-silent": "{url} does not answer: {needed}",
  "settings-clash": "{needed}",
  "settings-unreadable": "{path} cannot be read: {needed}.",
  "toml-damaged": "{where}: this is no TOML. {needed}.",
  "setting-unknown": "{where}: there is no setting {name}; roomcp help serve lists them, without --.",
  "setting-guessed": "{where}: there is no setting {name}. Did you mean {guess}?",
  "port-taken": "That port is taken. Choose another with --port, or beside --tls with --plain-port.",
  "certificate-unusable": "{needed}",
  "file-unreadable": "{name} cannot be read, so it is not shared. Check that it is there and that you may read it.",
  "file-special": "{name} is neither a file nor a folder, so it is not shared.",
  "link-outside": "{name} is a link out of the folder, or to nothing, so it is not shared. Name what it leads to, to share that.",
  "folder-unwritable": "Nothing can be written into {name}. Choose another folder, or change who may write to it.",
  "folder-busy": "Another roomcp is receiving the same into {name}. Wait until it is done, or choose another folder.",
  "pipe-closed": "The program that was reading this has ended, so it was not received to its end.",
  "webrtc-missing": "This machine's part for direct connections does not load: {needed}. roomcp doctor tells more.",
  "link-unreadable": "{name} is no address of a room. It looks like https://host/r/name#k=…",
  "room-missing": "Which room? Say its address, in quotes: 'https://host/r/name#k=…'",
  "link-other": "Whoever is here came with another link or passphrase. Say the whole address, with what stands behind #, in quotes.",
  "server-missing": "Which server? Say --server https://host, or set ROOMCP_SERVER.",
  "server-silent": "{name} does not answer. Is the address right, and is roomcp running there?",
  "server-strange": "{name} answers, but not as roomcp does. Is that all of the address?",
  "room-empty": "Nobody else is in the room.",
  "person-missing": "Nobody here is called {name}, so nothing was said.",
  "not-delivered": "Not everybody who is here has got it.",
  "files-missing": "Which files? Name files or folders behind the command.",
  "share-undecided": "There are {n} shares. Say --all to take them all.",
  "pipe-many": "Only one file can go to standard output; {name} has more.",
} as const;

export type TerminalFailure = keyof typeof failures;
export type FailureWords = Readonly<Record<TerminalFailure, string>>;

/** What a page says of a button, or of the device that it is on. Here one gives the same command again. */
export const otherwise = {
  "version-mismatch": "The other side has another version of roomcp. Take the same version on both.",
  "no-space": "There is not enough space for it in {name}. Free some, then give the same command again: it goes on where it was.",
  "sink-broken": "It could not be stored in {name}. What is there is kept: give the same command again to go on.",
  "source-silent": "No data came for a long time. What is here is kept: give the same command again to go on.",
  "source-unreadable":
    "The file could not be read. It may have been moved or deleted. Once it is shared again, what is there is gone on with.",
  "chunk-corrupt": "It arrived damaged again and again. What arrived whole is kept: give the same command again to go on.",
  "share-mismatch": "What arrived is not what was shared, so nothing was kept. Give the same command again.",
} as const;

export type OtherwiseWord = keyof typeof otherwise;
export type OtherwiseWords = Readonly<Record<OtherwiseWord, string>>;

/** What is told while somebody is in a room. */
export const visit = {
  passphrase: "Passphrase: ",
  scan: "On a phone:",
  come: "Open it in a browser, or at another terminal:  roomcp get '{url}'",
  "nobody-yet": "Nobody else is here yet. Waiting for somebody who shares something; Ctrl-C leaves.",
  "nothing-yet": "Waiting for somebody to share something. Ctrl-C leaves.",
  "lost-server": "The server is out of reach; what is connected goes on.",
  "server-back": "The server is back.",
  direct: "{name} is here, connected directly.",
  relayed: "{name} is here, relayed by the server, which sees nothing of what it passes on.",
  unreachable: "{name} cannot be reached: {why}",
  somebody: "Somebody",
  "only-you": "(only to you)",
  joined: "{name} joined.",
  left: "{name} left.",
  compare: "Compare with {name}, in another way than this room: {symbols}",
  delivered: "Delivered.",
  shared: "Sharing {share} ({size}).",
  takes: "{name} takes {share}.",
  sending: "{progress} → {name}",
  sent: "{name} has {share}, verified.",
  "no-space-there": "{name} has not enough space for {share}.",
  "stopped-there": "{name} stopped with {percent} of {share}, and may go on with it later.",
  "not-sent": "{name} did not get {share}: {why}",
  offers: "{name} shares {share} ({size}).",
  choice: "Which? Numbers, or Enter for all: ",
  receiving: "{progress} · {share}",
  received: "{share} is here, verified.",
  "not-received": "{share} did not come: {why}",
  goes: "Going on with {share}.",
  "size-unknown": "as large as it will be",
} as const;

export type VisitWord = keyof typeof visit;
export type VisitWords = Readonly<Record<VisitWord, string>>;

/** What roomcp doctor tells: what was found, and what would help; empty where nothing needs to. */
type Sentences = readonly [found: string, helps: string];

export const doctor = {
  "addon-good": ["WebRTC is there: libdatachannel {version}.", ""],
  "addon-bad": [
    "WebRTC does not load: {needed}",
    "Chat and files go over the server's relay instead, if it lends one. Check that TMPDIR is a folder where programs may be started, or use another build for this system.",
  ],
  "udp-good": ["Two connections on this machine found each other in {time}.", ""],
  "udp-bad": [
    "Two connections on this machine did not find each other.",
    "Look whether a firewall here stops UDP; without it everything is relayed by the server.",
  ],
  "server-none": ["No server was named, so none was tried.", "Say roomcp doctor https://host, or set ROOMCP_SERVER."],
  "server-good": ["The server answers in {time} over a WebSocket.", ""],
  "server-guarded": [
    "The server answers, and makes rooms only for those who have its host's token.",
    "Set ROOMCP_CREATE_TOKEN, or enter rooms that others have made.",
  ],
  "server-refused": ["The server answers, and refuses: {why}", "Wait a minute, then try again."],
  "server-silent": ["{url} does not answer.", "Check the address, and whether roomcp runs there."],
  "certificate-bad": [
    "The certificate of {url} is not trusted here.",
    "If the server has an authority of its own (--tls self), take its certificate from {url}/tls and set NODE_EXTRA_CA_CERTS to that file.",
  ],
  "socket-bad": [
    "The server answers, but opens no WebSocket.",
    "A proxy in between may not pass WebSockets on: its host finds how in docs/hosting.md.",
  ],
  "stun-good": ["UDP reaches a STUN server, which sees this machine as {address}.", ""],
  "stun-near": ["No other address than this machine's own was found over UDP, as it is when the server is on the same network.", ""],
  "stun-none": ["The server names no STUN server.", "On one network that is enough. Between networks, files are relayed by the server."],
  "relay-good": ["The server's relay passes {rate}/s on, in {time} there and back.", ""],
  "relay-off": ["The server lends no relay.", "Only those with a direct connection can talk; its host can lend one with --relay on."],
  "relay-bad": ["The server's relay did not pass anything on.", "Try again; if it stays so, tell the server's host."],
  "relay-refused": ["The server's relay refuses: {why}", "Wait a minute, then try again."],
} as const satisfies Readonly<Record<string, Sentences>>;

export type DoctorWord = keyof typeof doctor;
export type DoctorWords = Readonly<Record<DoctorWord, Sentences>>;

export const states = { good: "good", limited: "limited", bad: "bad", untried: "not tried" };

export type StateWords = Readonly<Record<keyof typeof states, string>>;
