// English: what a page asks for when somebody wants to know more: how a connection is described, and the names of the symbols that people compare.

export const way = {
  direct: "{over} · from here: {mine} · there: {theirs}",
  host: "own address (host)",
  srflx: "address outside the router (srflx)",
  prflx: "address that only the other side saw (prflx)",
  relay: "TURN server (relay)",
  relayed: "Through this server over a WebSocket (TCP), sealed",
  prefers: "This server's host prefers that",
  "round-trip": "There and back: {time}",
  receiving: "Receiving {speed}",
  sending: "Sending {speed}",
  idle: "Nothing is being copied",
};

/** What the service worker says while the server cannot be reached. */
export const offline = {
  title: "No connection",
  says: "The server cannot be reached: this device is offline, or the server is away. What you have received is kept. This page comes back by itself when the device is online.",
  again: "Try again",
};

export type OfflineWords = Readonly<Record<keyof typeof offline, string>>;

export type WayWords = Readonly<Record<keyof typeof way, string>>;

/** What is told to those who are not looking. */
export const news = {
  says: "{name}: {text}",
  shares: "{name} shares {share}",
  received: "{share} has arrived",
  sent: "{name} has received {share}",
};

export type NewsWords = Readonly<Record<keyof typeof news, string>>;

/** What a person can choose for this device, and what ties a visit to its page. Only the server needs these. */
export const settings = {
  title: "Settings",
  notify: "Notify me",
  "notify-hint": "Of messages, people, shares and finished transfers, while this page is in the background",
  "notify-denied": "This browser blocks notifications from here. Allow them in its settings for this site.",
  "notify-missing": "This browser shows no notifications from here. Over plain HTTP, none does.",
  sounds: "Sounds",
  "sounds-hint": "A short tone for the same news",
  rooms: "Remember rooms on this device",
  "rooms-hint": "The front page lists them with their links. Switching this off forgets them.",
  awake: "The screen stays on while files move.",
  "keep-open": "Keep this page open: without it, something here would be lost.",
};

export type SettingsWords = Readonly<Record<keyof typeof settings, string>>;

/** In the order of `emoji` in symbols.ts. */
export const symbols: readonly string[] = [
  "Dog",
  "Cat",
  "Lion",
  "Horse",
  "Unicorn",
  "Pig",
  "Elephant",
  "Rabbit",
  "Panda",
  "Rooster",
  "Penguin",
  "Turtle",
  "Fish",
  "Octopus",
  "Butterfly",
  "Flower",
  "Tree",
  "Cactus",
  "Mushroom",
  "Globe",
  "Moon",
  "Cloud",
  "Fire",
  "Banana",
  "Apple",
  "Strawberry",
  "Corn",
  "Pizza",
  "Cake",
  "Heart",
  "Smiley",
  "Robot",
  "Hat",
  "Glasses",
  "Spanner",
  "Santa",
  "Thumbs up",
  "Umbrella",
  "Hourglass",
  "Clock",
  "Gift",
  "Light bulb",
  "Book",
  "Pencil",
  "Paperclip",
  "Scissors",
  "Lock",
  "Key",
  "Hammer",
  "Telephone",
  "Flag",
  "Train",
  "Bicycle",
  "Aeroplane",
  "Rocket",
  "Trophy",
  "Ball",
  "Guitar",
  "Trumpet",
  "Bell",
  "Anchor",
  "Headphones",
  "Folder",
  "Pin",
];
