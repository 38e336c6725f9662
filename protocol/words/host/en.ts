// English: what only a server's own pages and answers say, of /check, of pipes and of /tls. `{name}` is replaced; "|" parts singular and plural.

/** What was found, what that means, and what would help; empty where nothing needs to. */
type Sentences = readonly [found: string, means: string, helps: string];

export const check = {
  page: {
    title: "Check this browser",
    lead: "What this browser can do with this server. About 4 MB go to the server and come back; nobody else learns of it.",
    list: "Checks",
    again: "Run again",
    copy: "Copy the report",
    copied: "Report copied",
    "copy-failed": "This browser does not let the page copy. Select the report here:",
    addresses: "With addresses in it",
    helps: "What helps:",
    "no-script": "These checks need JavaScript, and so do rooms. Switch it on and load this page again.",
  },
  items: {
    secure: "Secure connection",
    server: "The way to the server",
    webrtc: "WebRTC",
    stun: "UDP to the server (STUN)",
    relay: "The server's relay",
    storage: "Where received files go",
    hash: "Speed of checking (SHA-256)",
  },
  states: { running: "Checking…", good: "Good", limited: "Limited", bad: "Does not work", untried: "Not tried" },
  summaries: {
    running: "Checking…",
    good: "All is well: this browser can do all that this server offers.",
    limited: "Rooms work here, with limits: look below for what they are and what helps.",
    bad: "Something that rooms need does not work here: look below for what helps.",
    untried: "What could be tried is well; not everything could.",
  },
  verdicts: {
    "secure-yes": [
      "This page came over a secure connection.",
      "Nobody on the way can change this page, and the browser lends all that it has.",
      "",
    ],
    "secure-local": ["This page came from this very device.", "The browser takes that for secure, and lends all that it has.", ""],
    "secure-no": [
      "This page came over plain HTTP.",
      "Everything essential works. But whoever is on this network could change the page, large files are stored more slowly, and folders cannot be picked to save into.",
      "HTTPS.",
    ],
    "server-good": ["The server answered over a WebSocket in {time}.", "It can introduce you to others.", ""],
    "server-guarded": [
      "The server answered over a WebSocket. It makes rooms only for those who have its host's token.",
      "You can enter rooms that others have made. What needs a room of its own is not tried here.",
      "",
    ],
    "server-refused": [
      "The server answered over a WebSocket, and refused: “{why}”",
      "Rooms will be refused too for the same reason.",
      "Wait a minute, then run this again.",
    ],
    "server-silent": [
      "No WebSocket to the server could be opened.",
      "People cannot be introduced to each other, so rooms do not work.",
      "Something in between, such as a company's proxy or an add-on, may not let WebSockets through: try another network or browser. Behind a reverse proxy, its host must pass them on.",
    ],
    "webrtc-good": [
      "Two connections of this page found each other; a word took {time} there and back.",
      "This browser can connect directly to others.",
      "",
    ],
    "webrtc-missing": [
      "This browser has no WebRTC, or it is switched off.",
      "It cannot connect to other people, so rooms do not open.",
      "Open this page in another browser, or look whether a setting or an add-on has switched WebRTC off.",
    ],
    "webrtc-silent": [
      "This browser has WebRTC, but two connections of this same page did not find each other.",
      "Direct links are unlikely. The server's relay, where there is one, carries everything instead.",
      "A setting, an add-on or a firewall on this device may hold WebRTC back: try without it, or another browser.",
    ],
    "stun-good": [
      "The server answered over UDP in {time}. It sees you at {address}.",
      "People outside your network can usually reach you directly. With some routers they cannot, which cannot be known from here.",
      "",
    ],
    "stun-near": [
      "The server answered over UDP in {time}. It sees you at {address}, an address of a local network.",
      "In this network direct links work. Whether people elsewhere can reach you directly cannot be known from here.",
      "",
    ],
    "stun-varies": [
      "The server answered over UDP in {time}. It sees you at {address}, with another port for each server that was asked: your network has a symmetric NAT.",
      "Direct links from outside work with some people only. The relay carries the others.",
      "Being on the same network, or another network than this one.",
    ],
    "stun-silent": [
      "No STUN server answered over UDP within {time}.",
      "Direct links work in your own network, and hardly beyond it. The relay, where there is one, carries the rest.",
      "A firewall may let no UDP through: try another network. The server's host should let UDP through to the port that STUN has.",
    ],
    "stun-here": [
      "No answer over UDP. But this page is open on the server's own device, where some browsers do not ask.",
      "Nothing is known of others.",
      "Open this page at the server's address in the network.",
    ],
    "stun-none": [
      "This server names no STUN server.",
      "Direct links work in one network. Across the internet only the relay connects you, where there is one.",
      "The server's host can switch it on (--stun).",
    ],
    "relay-good": [
      "{size} went through the server at {speed}/s; a word took {time} there and back.",
      "Whoever finds no direct way to you is reached all the same, sealed between the two of you.",
      "",
    ],
    "relay-off": [
      "This server lends no relay.",
      "Whoever finds no direct way to you cannot be reached.",
      "Being on the same network. The server's host can switch it on (--relay).",
    ],
    "relay-refused": [
      "The server's relay refused: “{why}”",
      "Whoever finds no direct way to you cannot be reached at the moment.",
      "Being on the same network, or trying again later.",
    ],
    "relay-silent": [
      "The server lends its relay, but nothing came through it in time.",
      "Whoever finds no direct way to you cannot be reached.",
      "Something in between may hold long WebSockets up: try another network, and run this again.",
    ],
    "needs-server": ["Not tried: it needs the server.", "Nothing is known of it.", ""],
    "needs-room": [
      "Not tried: this server makes rooms only for those who have its host's token.",
      "Nothing is known of it.",
      "In a room, the details of each person tell how you are connected.",
    ],
    "needs-webrtc": ["Not tried: it needs WebRTC.", "Nothing is known of it.", ""],
    "storage-opfs": ["Into the browser's own file system.", "Files of any size are written as they arrive, and outlive a reload.", ""],
    "storage-indexeddb": [
      "Into the browser's database.",
      "Files outlive a reload. Large ones are written more slowly.",
      "A secure connection, or a window that is not private.",
    ],
    "storage-memory": [
      "Into memory: this browser lends this page no disk.",
      "Files of up to {size} in all can be received, and are gone with the tab unless they were saved.",
      "Another browser, or a window that is not private.",
    ],
    "hash-native": [
      "This browser reads and checks {speed}/s, with its own SHA-256.",
      "Every piece of a file is checked as it arrives.",
      "",
    ],
    "hash-wasm": [
      "This browser reads and checks {speed}/s, with WebAssembly.",
      "Every piece of a file is checked as it arrives. A secure connection would lend the browser's own SHA-256.",
      "",
    ],
    "hash-slow": [
      "This browser reads and checks {speed}/s.",
      "Every piece of a file is checked as it arrives, so nothing comes faster than that.",
      "Close other tabs and programs.",
    ],
    "hash-broken": [
      "The page's worker, which reads, checks and stores files, did not answer.",
      "Files can be neither shared nor received.",
      "An add-on may hold workers back: try without it, or another browser.",
    ],
  },
  room: " It tells of {size} of room; there may be more.",
} as const;

type Texts<Of> = {
  readonly [Key in keyof Of]: Of[Key] extends string ? string : Of[Key] extends readonly string[] ? Sentences : Texts<Of[Key]>;
};
export type CheckWords = Texts<typeof check>;
export type CheckItem = keyof typeof check.items;
export type CheckState = keyof typeof check.states;
export type VerdictName = keyof typeof check.verdicts;

export const pipe = {
  // in a room
  "pipe.whose": "from curl",
  "pipe.clear": "Through the server, not end-to-end encrypted",
  "pipe.take": "Download",
  "pipe.take-hint": "Only one person can take it, once.",
  "pipe.remove": "Remove",
  "pipe.waits": "Whoever takes it first gets it; nobody else can.",
  "pipe.mine": "You have taken it: your browser is downloading it.",
  "pipe.taken": "{name} is taking it.",
  "pipe.whole": "{name} has it.",
  "pipe.whole-mine": "All of it has come to your browser.",
  "pipe.failed": "It ended before it was whole. {why}",
  "pipe.failed-mine": "It ended before it was whole: what your browser has of it is not all. {why}",
  "pipe.someone": "Someone",

  // at one's own share
  "pipe.allow": "Allow curl",
  "pipe.allow-hint": "Whoever has the address that this makes can download this without a browser. The server will see what is in it.",
  "pipe.allowed":
    "Whoever has this address gets it, through the server, which sees what is in it. It works until you take it back or leave.",
  "pipe.copy": "Copy command",
  "pipe.copied": "Copied",
  "pipe.forbid": "Take back",
  "pipe.nobody-yet": "No curl has taken it yet.",
  "pipe.going": "To curl: {percent} · {done} of {total}",
  "pipe.sent": "Taken by curl once.|Taken by curl {n} times.",
  "pipe.broken": "The last one broke off. {why}",

  // in a terminal
  "pipe.offered":
    "{file}: offered to one person in the room; waiting for somebody to take it|{file}: offered to {n} people in the room; waiting for somebody to take it",
  "pipe.begun": "{file}: somebody takes it",
  "pipe.done": "{file}: taken whole by one person, {n} bytes",
  "pipe.not-done": "{file}: not sent. {why}",
  "pipe.up": "With curl alone, where the room has no secret (nothing after #): to whoever takes it first. The server sees it:",
  "pipe.down": "What somebody lets curl have, by the address that “Allow curl” at their share gives:",
  "pipe.peer": "Files, end-to-end encrypted, with roomcp in the terminal and the room's whole link:",

  "failure.pipe-off": "This server does not pass files on to or from curl. Open the room in a browser, or use: roomcp send FILE LINK",
  "failure.pipe-secret":
    "Somebody in this room has a secret that the server must not know, and what curl sends is not end-to-end encrypted. Use the room's whole link instead: roomcp send FILE LINK",
  "failure.pipe-nobody": "Nobody is in that room who could take it. Open the room in a browser first, then try again.",
  "failure.too-many-pipes": "Too much is waiting to be taken already. Try again when some of it has been.",
  "failure.pipe-unknown": "There is nothing here any more, or it is not for you. Ask for it again.",
  "failure.pipe-taken": "Somebody else has taken it: one person can. Ask for it to be sent again.",
  "failure.pipe-busy": "Somebody is getting it at this moment. Try again when they have it.",
  "failure.pipe-untaken": "Nobody took it in time. Tell somebody in the room that it comes, then send it again.",
  "failure.pipe-giver-left": "Whoever sent it stopped.",
  "failure.pipe-taker-left": "Whoever took it stopped. Send it again.",
  "failure.pipe-stalled": "Nothing went through for a minute. Try again.",
  "failure.pipe-torn": "Its bytes came out of order, so it was ended. Try again.",
  "failure.pipe-cut": "The connection to the server broke. Try again.",
  "failure.pipe-spent": "The server has passed on all that its host allows. In a browser, or with roomcp send, it can go directly.",
  "failure.pipe-changed": "The file was changed or cannot be read any more. Share it again.",
  "failure.request-too-large": "This request is larger than this server takes, or does not say how large it is.",
  "failure.pipe-forbidden": "It is not to be had by curl any more. Ask whoever shares it.",
};

export type PipeWords = Readonly<Record<keyof typeof pipe, string>>;

export const tls = {
  title: "A secure connection",
  why: "Over HTTPS nobody on this network can read along or change the page, large files are stored faster, and downloads can go into a folder of yours.",
  how: "This server has no certificate authority of its own. Whoever runs it can start it so that it makes one. This page then shows how each device comes to trust it.",
  download: "Download the certificate",
  downloadHint:
    "Before you trust it, compare these numbers with those in the terminal of whoever runs this server. If they differ, somebody is in between: do not trust it.",
  ios: "Open this page in Safari, download the certificate, and allow the profile. In Settings open “Profile Downloaded” and install it. Then switch it on under General, About, Certificate Trust Settings.",
  android:
    "Download the certificate. In Settings search for “CA certificate”, choose “Install anyway”, and then the file. Firefox for Android keeps to its own list: use Chrome.",
  windows:
    "Open the downloaded file and choose “Install Certificate…”, then “Current User”. Choose “Place all certificates in the following store”, and there “Trusted Root Certification Authorities”. Finish, say yes, and start the browser again.",
  macos:
    "Open the downloaded file, so that Keychain Access adds it to the keychain “login”. Open it there, and under “Trust” set “Secure Sockets Layer (SSL)” to “Always Trust”. Close the window, type your password, and start the browser again.",
  linux:
    "Open chrome://certificate-manager in Chrome or Chromium. Under “Custom”, choose “Installed by you”, then “Trusted Certificates”, and import the file. Load the page again.",
  firefox:
    "Open Settings, “Privacy & Security”, “View Certificates”, and there “Authorities”. Import the file and tick “Trust this CA to identify websites”. On Windows and macOS Firefox also trusts what the system trusts.",
  open: "This is the secure address:",
  limits:
    "This authority can vouch for numeric addresses, for names of local networks and for this server's own, but for the name of no website. Remove it from your device when you need it no more.",
};

export type TlsWords = Readonly<Record<keyof typeof tls, string>>;
