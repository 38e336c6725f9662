// roomcp doctor: what of this machine and its network works, and what to do about the rest.
import { comeIn, type Guest } from "../edges/guest.ts";
import { randomHex } from "../edges/random.ts";
import { tryRelay } from "../edges/relay-trial.ts";
import { within } from "../edges/within.ts";
import type { IceServer } from "../protocol/signal.ts";
import { terminalWords } from "../protocol/words/terminal/all.ts";
import type { DoctorWord } from "../protocol/words/terminal/en.ts";
import { filled } from "../protocol/words.ts";
import { type Addon, loadAddon, unloadAddon } from "./addon.ts";
import { type Command, exit } from "./command.ts";
import { Failed, misused } from "./failed.ts";
import { readFlags } from "./flags.ts";
import { json, server } from "./flags-of-visits.ts";
import { iceServersFor } from "./ice-servers.ts";
import { serverAt } from "./room-link.ts";
import { type Teller, teller } from "./teller.ts";

const flags = { server, json };

export const command: Command = {
  name: "doctor",
  summary: "try what of this machine and its network works for rooms",
  usage: "[options] [SERVER|ROOM]",
  flags,
  more: "It comes into a room of its own on the server, and passes about 4 MB through its relay.",
  async run(argv, io) {
    const { values, rest } = readFlags(flags, argv, { env: io.env });
    const [named = values.server, more] = rest;
    if (more !== undefined) throw misused("argument-unexpected", { name: more });
    const base = named === "" ? undefined : serverAt(named);
    const tell = teller(io, values.json);
    let isBad = false;
    const found: Find = (check, state, word, fillings = {}) => {
      isBad ||= state === "bad";
      tellOne(tell, check, state, word, fillings);
    };
    try {
      const addon = addonIfAny(found);
      if (addon !== undefined) await tryUdp(addon, found);
      if (base === undefined) found("server", "untried", "server-none");
      else await tryServer(base, addon, tell, found);
    } finally {
      unloadAddon();
    }
    await tell.flushed();
    return isBad ? exit.failed : exit.ok;
  },
};

type State = "good" | "limited" | "bad" | "untried";
type Fillings = Readonly<Record<string, string>>;
type Find = (check: "webrtc" | "udp" | "server" | "socket" | "stun" | "relay", state: State, word: DoctorWord, fillings?: Fillings) => void;

function tellOne(tell: Teller, check: string, state: State, word: DoctorWord, fillings: Fillings): void {
  const [found, helps] = terminalWords[tell.language].doctor[word].map((text) => filled(text, fillings));
  const says = `${terminalWords[tell.language].states[state]}: ${found}${helps ? `\n  → ${helps}` : ""}`;
  tell.result(says, { event: "check", check, state, says: found, ...(helps ? { helps } : {}) });
}

function addonIfAny(found: Find): Addon | undefined {
  try {
    const addon = loadAddon();
    found("webrtc", "good", "addon-good", { version: addon.getLibraryVersion() });
    return addon;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    found("webrtc", "bad", "addon-bad", { needed: String(error.fillings.needed) });
    return undefined;
  }
}

const config = { disableAutoNegotiation: true, maxMessageSize: 65_536 } as const;
/** How long two connections may take to meet, and a STUN server to answer; milliseconds. */
const meetWithinMs = 5_000;
const stunWithinMs = 3_000;

/** Two connections of this process meet over this machine's own network. */
async function tryUdp({ PeerConnection }: Addon, found: Find): Promise<void> {
  const began = performance.now();
  const [one, other] = [
    new PeerConnection("one", { iceServers: [], ...config }),
    new PeerConnection("other", { iceServers: [], ...config }),
  ];
  const met = Promise.withResolvers<true>();
  const channels = [one, other].map((pc) => pc.createDataChannel("check", { negotiated: true, id: 0 }));
  for (const [from, to] of [[one, other] as const, [other, one] as const]) {
    from.onLocalDescription((sdp, type) => {
      if (type !== "offer" && type !== "answer") return;
      to.setRemoteDescription(sdp, type);
      if (type === "offer") to.setLocalDescription("answer");
    });
    // Once one of them has failed it takes no more.
    from.onLocalCandidate(
      (candidate, mid) =>
        void Promise.resolve()
          .then(() => to.addRemoteCandidate(candidate, mid))
          .catch(() => {}),
    );
  }
  for (const channel of channels) channel.onOpen(() => met.resolve(true));
  one.setLocalDescription("offer");
  const isMet = await within(met.promise, meetWithinMs);
  for (const each of [...channels, one, other]) each.close();
  if (isMet) found("udp", "good", "udp-good", { time: `${Math.round(performance.now() - began)} ms` });
  else found("udp", "limited", "udp-bad");
}

async function tryServer(base: string, addon: Addon | undefined, tell: Teller, found: Find): Promise<void> {
  const answered = await fetch(`${base}/healthz`, { signal: AbortSignal.timeout(meetWithinMs) }).then(
    () => "yes" as const,
    (error: { code?: string }) => (/CERT|SIGNED|ISSUER/i.test(error.code ?? "") ? "untrusted" : "no"),
  );
  if (answered === "untrusted") return found("server", "bad", "certificate-bad", { url: base });
  if (answered === "no") return found("server", "bad", "server-silent", { url: base });
  const room = `${base.replace(/^http/, "ws")}/r/check-${randomHex()}`;
  const guest = await comeIn(`${room}/signal`);
  if (guest === undefined) return found("socket", "bad", "socket-bad");
  if ("why" in guest) {
    if (guest.why === "room-not-made") return found("server", "good", "server-guarded");
    return found("server", "bad", "server-refused", { why: tell.because(guest.why) });
  }
  try {
    const time = await guest.beat();
    if (time === undefined) return found("socket", "bad", "socket-bad");
    found("server", "good", "server-good", { time: tell.measures.milliseconds(time) });
    if (addon !== undefined) await tryStun(addon, guest.welcome.iceServers ?? [], found);
    await relayFor(guest, room, tell, found);
  } finally {
    guest.leave();
  }
}

async function tryStun({ PeerConnection }: Addon, servers: readonly IceServer[], found: Find): Promise<void> {
  const stun = iceServersFor(servers).filter((each) => typeof each === "string");
  if (stun.length === 0) return found("stun", "limited", "stun-none");
  const pc = new PeerConnection("stun", { iceServers: stun, ...config });
  const channel = pc.createDataChannel("check", { negotiated: true, id: 0 });
  const seen = Promise.withResolvers<string | undefined>();
  pc.onLocalCandidate((candidate) => {
    const [, address] = / (\S+) \d+ typ srflx/.exec(candidate) ?? [];
    if (address !== undefined) seen.resolve(address);
  });
  pc.setLocalDescription("offer");
  const address = await within(seen.promise, stunWithinMs);
  channel.close();
  pc.close();
  if (address === undefined) found("stun", "limited", "stun-near");
  else found("stun", "good", "stun-good", { address });
}

async function relayFor(first: Guest, room: string, tell: Teller, found: Find): Promise<void> {
  const second = await comeIn(`${room}/signal`);
  if (second === undefined) return found("relay", "limited", "relay-bad");
  if ("why" in second) return found("relay", "limited", "relay-refused", { why: tell.because(second.why) });
  const relay = await tryRelay([first, second], `${room}/relay`).finally(second.leave);
  if (relay.at === "passed") {
    const { bytes, milliseconds } = tell.measures;
    found("relay", "good", "relay-good", { rate: bytes(relay.rate), time: milliseconds(relay.ms) });
  } else if (relay.at === "refused") found("relay", "limited", "relay-refused", { why: tell.because(relay.why) });
  else found("relay", "limited", relay.at === "off" ? "relay-off" : "relay-bad");
}
