// One simulated network: people in one or two rooms, a time of trouble, a time of calm, and what must be true in the end.
import { guessesWithinMs, streamChunkBytes } from "../../protocol/limits.ts";
import { isPaused } from "../../protocol/pausing.ts";
import { isUp, type Receipt, type SendingTo } from "../../protocol/peer-state.ts";
import { isKept } from "../../protocol/receive-state.ts";
import type { RoomSecret } from "../../protocol/secret.ts";
import { chunkCountOf, type Share, shareOf } from "../../protocol/share.ts";
import { endedStream, isStream, streamOf } from "../../protocol/stream.ts";
import { thumbnailOf } from "../support/thumbnail.ts";
import { connecting } from "./connection.ts";
import { checkSink, newPlace, type Place } from "./disk.ts";
import { closePage, openPage, type Page, type Surroundings } from "./page.ts";
import { relays } from "./relay.ts";
import { serving } from "./server.ts";
import { must, newWorld, onlyFor, type World } from "./world.ts";

/** Somebody with a browser; `page` while one is open in the room. */
type Person = {
  readonly token: string;
  readonly room: string;
  readonly secret: RoomSecret;
  readonly nickname: string;
  /** They are at a terminal, whose connections are described once. */
  readonly once: boolean;
  readonly place: Place;
  page?: Page;
};

/** `only`: the one whom a direct message is for. */
type Said = {
  readonly id: string;
  readonly by: Page;
  readonly text: string;
  readonly to: readonly Page[];
  readonly only: string | undefined;
};

type Network = Surroundings & { readonly people: readonly Person[]; readonly said: Said[] };

const MiB = 1024 * 1024;
/** Around every edge: nothing, a byte, parts, chunks. */
const sizes = [0, 0, 1, 5, 16 * 1024, 100_000, 128 * 1024, 128 * 1024 + 1, MiB - 1, MiB, MiB + 1, 2 * MiB, 3 * MiB + 777, 6 * MiB];

/** The same, and more than its owner holds. */
const streamSizes = [
  0,
  1,
  100_000,
  MiB,
  ...[1, 2].flatMap((n) => [-1, 0, 1].map((by) => n * streamChunkBytes + by)),
  10 * streamChunkBytes,
];

const calmForMs = 150_000;
const calmAtMostMs = 45 * 60_000;

/** Lives through one network; throws where a rule does not hold. Returns what happened, counted. */
export function liveThrough(seed: number): ReadonlyMap<string, number> {
  const world = newWorld(seed);
  const { clock, chance } = world;
  const relayed = relays(world);
  const around = { world, server: serving(world, 32, relayed.lend), connections: connecting(world), relays: relayed };
  const rooms = chance.happens(0.3) ? ["会議室", "kitchen"] : ["会議室"];
  const people: Person[] = rooms.flatMap((room) => {
    const secret = secretIn(world);
    return Array.from({ length: 2 + chance.below(rooms.length === 1 ? 3 : 2) }, (_, index) => ({
      ...{ token: chance.hex(32), room, nickname: `${"あいうえ"[index]} of ${room}`, place: newPlace() },
      once: chance.happens(0.3),
      secret: world.strikes(0.05) ? mistyped(secret) : secret,
    }));
  });
  const network: Network = { ...around, people, said: [] };

  const troubleMs = chance.between(10_000, 70_000);
  for (const person of people) clock.after(chance.between(0, 0.4 * troubleMs), () => comeIn(network, person));
  often(network, troubleMs, chance.between(1_000, 4_000), () => somebodyActs(network));
  often(network, troubleMs, chance.between(400, 2_500), () => somebodyMeddles(network));
  often(network, troubleMs, chance.between(2_000, 12_000), around.connections.harm);
  often(network, troubleMs, chance.between(5_000, 25_000), around.server.harm);
  often(network, troubleMs, chance.between(5_000, 25_000), relayed.harm);
  if (chance.happens(0.35))
    clock.after(chance.between(0, troubleMs), () => {
      around.server.restart();
      relayed.restart();
    });
  clock.runUntil(troubleMs);

  world.calm = true;
  // Pages that went in the middle of a greeting look like guesses.
  if (people.some(({ secret }) => secret.passphrase !== undefined)) clock.runUntil(clock.now + guessesWithinMs);
  for (const person of people) if (person.page === undefined && chance.happens(0.5)) comeIn(network, person);
  clock.runUntil(clock.now + calmForMs);
  checkLinks(network);
  for (const page of pagesOf(network)) checkHeld(network, page);
  // A calm room is as good as a new one: whoever says something now is heard, whatever is fetched now is complete, unless somebody holds it.
  const letsGo = chance.happens(0.7);
  for (const page of pagesOf(network)) {
    say(network, page);
    const { receiving, sending } = page.machine.state;
    if (letsGo) for (const transfer of receiving.keys()) page.machine.send({ on: "pause", transfer, yes: false });
    if (letsGo) for (const { to, transfer } of sending.values()) page.machine.send({ on: "hold", to, transfer, yes: false });
    for (const person of page.machine.state.people.values()) {
      for (const share of person.shares.keys()) page.machine.send({ on: "fetch", owner: person.id, share });
    }
  }
  clock.runUntil(clock.now + 30_000);
  while (clock.now < calmAtMostMs && pagesOf(network).some(isBusy)) clock.runUntil(clock.now + 30_000);
  checkLinks(network);
  for (const page of pagesOf(network)) {
    checkHeld(network, page);
    checkPictures(network, page);
    checkTransfers(network, page);
  }
  checkChat(network);
  return world.counts;
}

/** What a room is guarded with. */
function secretIn({ chance }: World): RoomSecret {
  const link = { link: `k=${chance.hex(32)}` };
  return chance.pick([{}, link, link, link, { passphrase: "ひみつ" }]) ?? link;
}

/** Somebody who has another link, or another passphrase. */
function mistyped({ passphrase = "", ...rest }: RoomSecret): RoomSecret {
  return { ...rest, passphrase: `${passphrase}?` };
}

/** I8: two who know different secrets are strangers, whatever the server tells them of each other. */
function areStrangers(one: Page, other: Page): boolean {
  return one.secret.link !== other.secret.link || one.secret.passphrase !== other.secret.passphrase;
}

// What people do

function often({ world: { clock, chance } }: Network, until: number, everyMs: number, act: () => void): void {
  const next = () => {
    const ms = chance.between(0, 2 * everyMs);
    if (clock.now + ms >= until) return;
    clock.after(ms, () => {
      act();
      next();
    });
  };
  next();
}

function pagesOf({ people }: Network): Page[] {
  return people.flatMap(({ page }) => (page === undefined ? [] : [page]));
}

function comeIn(network: Network, person: Person): void {
  if (person.page !== undefined) return;
  person.page = openPage(network, { ...person, automatic: network.world.chance.happens(0.2) ? 4 * MiB : undefined });
}

function goOut(network: Network, person: Person, goodbye: boolean): void {
  if (person.page === undefined) return;
  closePage(network, person.page, goodbye);
  delete person.page;
  if (!network.world.strikes(0.05)) return;
  network.world.count("place lost");
  person.place.sinks.clear();
  person.place.shares.clear();
}

function somebodyActs(network: Network): void {
  const person = network.world.chance.pick(network.people);
  if (person === undefined) return;
  if (person.page === undefined) {
    if (network.world.chance.happens(0.3)) comeIn(network, person);
  } else if (person.page.asleepUntil <= network.world.clock.now) {
    for (const id of person.page.machine.state.people.keys()) person.page.machine.send({ on: "ping", peer: id });
    act(network, person, person.page);
  }
}

function act(network: Network, person: Person, page: Page): void {
  const { chance, clock, count, originals } = network.world;
  const { state } = page.machine;
  const mine = chance.pick([...state.offered.keys()]);
  const dice = chance.next();
  if (dice < 0.02) write(network, page);
  else if (dice < 0.2) say(network, page);
  else if (dice < 0.36) share(network, page);
  else if (dice < 0.6) {
    const owner = chance.pick([...state.people.values()].filter(({ shares }) => shares.size > 0));
    const theirs = chance.pick([...(owner?.shares.keys() ?? [])]);
    if (owner === undefined || theirs === undefined) return;
    const count = owner.shares.get(theirs)?.offer.count ?? 0;
    const first = chance.below(count);
    const chosen = chance.happens(0.25) ? { chosen: [[first, first + 1 + chance.below(count - first)]] as const } : {};
    page.machine.send(
      chance.happens(0.05) ? { on: "list", owner: owner.id, share: theirs } : { on: "fetch", owner: owner.id, share: theirs, ...chosen },
    );
  } else if (dice < 0.8) holdOrEnd(network, page);
  else if (dice < 0.83) {
    if (mine !== undefined) page.machine.send({ on: "stop-sharing", share: mine, why: "share-withdrawn" });
  } else if (dice < 0.86) {
    const original = originals.get(mine ?? "");
    if (original === undefined || chunkCountOf(original.share) === 0 || isStream(original.share)) return;
    count("file changed");
    original.version += 1;
  } else if (dice < 0.87) page.machine.send({ on: "automatic", upTo: state.automatic === undefined ? 4 * MiB : undefined });
  else if (dice < 0.873) {
    count("all taken at once");
    const shares = [...state.people.values()].flatMap(({ id, shares }) => [...shares.keys()].map((share) => ({ owner: id, share })));
    page.machine.send({ on: "fetch-all", shares });
  } else if (dice < 0.885) page.machine.send({ on: "signalling", event: { on: "hurry" } });
  else if (dice < 0.91) {
    count("page asleep");
    page.asleepUntil = clock.now + (chance.happens(0.7) ? chance.between(100, 8_000) : chance.between(8_000, 60_000));
  } else if (dice < 0.965) reload(network, person);
  else {
    const goodbye = dice < 0.985;
    count(goodbye ? "page left" : "page crashed");
    goOut(network, person, goodbye);
  }
}

/** Something happens to a transfer that is under way, or to one that failed. */
function somebodyMeddles(network: Network): void {
  const { chance, clock } = network.world;
  const some = network.people.flatMap((person) => (person.page === undefined ? [] : transfersOf(person, person.page)));
  const chosen = chance.pick(some.filter(({ now }) => now.at !== "complete"));
  if (chosen === undefined || chosen.page.asleepUntil > clock.now) return;
  if (chosen.now.at === "failed") afterFailure(network, chosen);
  else meddle(network, chosen);
}

type Taken = Receipt & { readonly person: Person; readonly page: Page };

function transfersOf(person: Person, page: Page): Taken[] {
  return [...page.machine.state.receiving.values()].map((receipt) => ({ person, page, ...receipt }));
}

function afterFailure({ world: { chance, count } }: Network, { page, owner, now }: Taken): void {
  const dice = chance.next();
  if (isKept(now) && dice < 0.8) count("transfer continued");
  if (dice < 0.8) page.machine.send({ on: "fetch", owner, share: now.share.id });
  else page.machine.send({ on: dice < 0.9 ? "remove" : "cancel", transfer: now.transfer });
}

function meddle(network: Network, { person, page, owner, now }: Taken): void {
  const { chance, count } = network.world;
  const { transfer } = now;
  const sharer = network.people.find((each) => each.page?.id === owner && each.room === person.room);
  const given = { to: page.id, transfer };
  const dice = chance.next();
  if (dice < 0.45) {
    count("transfer paused or resumed");
    page.machine.send({ on: "pause", transfer, yes: isPaused(now) ? false : chance.happens(0.6) });
  } else if (dice < 0.65) {
    count("transfer held or let go on");
    sharer?.page?.machine.send({ on: "hold", ...given, yes: chance.happens(0.5) });
  } else if (dice < 0.68) {
    count("transfer refused");
    sharer?.page?.machine.send({ on: "refuse", ...given });
  } else if (dice < 0.72) page.machine.send({ on: "cancel", transfer });
  else if (dice < 0.92) reload(network, dice < 0.84 ? person : (sharer ?? person));
  else {
    count("disk failed at any step");
    page.tellReceiving(transfer, { on: "fail", why: chance.happens(0.5) ? "no-space" : "sink-broken" });
  }
}

function reload(network: Network, person: Person): void {
  const { chance, clock, count } = network.world;
  count("page reloaded");
  goOut(network, person, chance.happens(0.8));
  clock.after(chance.between(30, 1_500), () => comeIn(network, person));
}

/** Pauses, resumes, cancels, removes or refuses some transfer. */
function holdOrEnd(network: Network, page: Page): void {
  const { chance, count } = network.world;
  const { receiving, sending } = page.machine.state;
  const transfer = chance.pick([...receiving.keys()]);
  const given = chance.pick([...sending.values()]);
  if (given !== undefined && chance.happens(0.4)) {
    const yes = chance.happens(0.6);
    const { to } = given;
    count("transfer held or let go on");
    if (chance.happens(0.8)) page.machine.send({ on: "hold", to, transfer: given.transfer, yes });
    else page.machine.send({ on: "refuse", to, transfer: given.transfer });
  } else if (transfer !== undefined) {
    if (chance.happens(0.6)) {
      count("transfer paused or resumed");
      page.machine.send({ on: "pause", transfer, yes: chance.happens(0.6) });
    } else page.machine.send({ on: chance.happens(0.7) ? "cancel" : "remove", transfer });
  }
}

function say(network: Network, page: Page): void {
  const { chance, clock, count } = network.world;
  if (page.machine.state.me === undefined) return;
  const only = chance.happens(0.3) ? chance.pick([...page.machine.state.people.keys()]) : undefined;
  const [id, text] = [chance.hex(32), `${page.room}: ${chance.hex(8)}${only === undefined ? "" : onlyFor(page.id, only)}`];
  const to = pagesOf(network).filter(
    (other) =>
      other !== page &&
      other.room === page.room &&
      isInRoom(other) &&
      !areStrangers(page, other) &&
      (only === undefined || (other.id === only && page.machine.state.people.has(only))),
  );
  network.said.push({ id, by: page, text, to, only });
  count(only === undefined ? "message said" : "direct message said");
  const at = 1_700_000_000_000 + Math.round(clock.now);
  page.machine.send({ on: "say", id, at, text, ...(only === undefined ? {} : { to: only }) });
}

/** Somebody begins to write, or takes it all back. */
function write({ world: { chance } }: Network, page: Page): void {
  const to = chance.happens(0.3) ? chance.pick([...page.machine.state.people.keys()]) : undefined;
  page.machine.send({ on: "typing", yes: chance.happens(0.8), ...(to === undefined ? {} : { to }) });
}

function isInRoom(page: Page): boolean {
  return page.machine.state.me !== undefined;
}

/** A manifest that no message holds: its portions are asked for. */
const manyEntries = Array.from({ length: 30 }, (_, i) => ({ path: `${"n".repeat(3_000)}/${i}/`, size: 0, modified: 0, media: "" }));

function share({ world }: Network, page: Page): void {
  const { chance } = world;
  const files = Array.from({ length: chance.happens(0.7) ? 1 : 1 + chance.below(4) }, (_, index) => ({
    ...{ path: `${index} “<b>”.txt`, size: chance.pick(sizes) ?? 0, modified: 1_700_000_000_000, media: "" },
  }));
  // A manifest that no message holds: its portions are asked for.
  if (chance.happens(0.06)) files.push(...manyEntries);
  if (chance.happens(0.15)) {
    shareStream(world, page);
    return;
  }
  const made = shareOf(chance.hex(32), files);
  must(typeof made !== "string", "files make a share");
  const lies = chance.happens(0.05) ? chance.pick(["at times", "always", "about the whole"] as const) : undefined;
  if (lies !== undefined) world.count("share of a liar");
  world.originals.set(made.id, { share: made satisfies Share, seed: chance.below(2 ** 31), version: 0, lies });
  world.count("share offered");
  page.machine.send({ on: "share", share: made });
  if (chance.happens(0.5)) return;
  const image = thumbnailOf(chance.below(2 ** 20));
  page.later(chance.between(0, 3_000), () => page.machine.send({ on: "drawn", share: made.id, image }));
}

function shareStream(world: World, page: Page): void {
  const { chance } = world;
  const open = streamOf(chance.hex(32), { path: "stream", modified: 1_700_000_000_000, media: "" });
  const lies = chance.happens(0.05) ? chance.pick(["always", "about the whole"] as const) : undefined;
  const size = chance.pick(streamSizes) ?? 0;
  world.originals.set(open.id, { share: endedStream(open, size), seed: chance.below(2 ** 31), version: 0, lies });
  world.count("stream offered");
  page.machine.send({ on: "share", share: open });
}

// What must be true once the network is calm

function isBusy(page: Page): boolean {
  const { receiving, sending } = page.machine.state;
  const isOver = (at: string) => at === "complete" || at === "failed";
  const listing = [...page.machine.state.people.values()].some(({ shares }) => [...shares.values()].some((each) => each.listing));
  if (listing || [...sending.values()].some((each) => each.ending === undefined && !isPaused(each) && !isHeldFor(page, each))) return true;
  return [...receiving.values()].some((receipt) => !isOver(receipt.now.at) && !waits(page, receipt));
}

/** T9: what is read of a stream waits for a receiver who is gone. */
function isHeldFor(page: Page, { share, to }: SendingTo): boolean {
  return isStream(share) && !page.machine.state.people.has(to);
}

/** Nobody who is here offers it, or somebody holds it. */
function waits(page: Page, receipt: Receipt): boolean {
  return waitsForOwner(page, receipt) || isPaused(receipt.now);
}

/** R10: nobody who is here offers it. */
function waitsForOwner(page: Page, { owner, now }: Receipt): boolean {
  return page.machine.state.people.get(owner)?.shares.has(now.share.id) !== true;
}

/** All who stay, and nobody else, see each other with a link that is up. */
function checkLinks(network: Network): void {
  const pages = pagesOf(network);
  for (const page of pages) {
    const isWalled = (other: Page) => network.world.blocked(page.token, other.token);
    const { people, signalling } = page.machine.state;
    must(signalling.at === "online", `whoever stays is online: ${page.nickname} is ${signalling.at}`);
    const present = pages.filter((other) => other !== page && other.room === page.room);
    const others = present.filter((other) => !areStrangers(page, other));
    for (const other of present) {
      if (others.includes(other)) continue;
      network.world.count("strangers kept apart");
      const person = people.get(other.id);
      must(!isUp(person) && person?.intro === undefined, `[I8] strangers have no link: ${page.nickname}, ${other.nickname}`);
    }
    for (const other of others) {
      const person = people.get(other.id);
      const over = network.world.relay === "prefer" || isWalled(other) ? "relay" : "direct";
      must(
        person?.contact?.over === over && person.contact.met,
        `all who stay see each other: ${page.nickname} sees ${other.nickname} ${person?.contact?.over}, not ${over}`,
      );
      must(person?.intro?.session === other.session, `people are known by the page they are on: ${page.nickname}, ${other.nickname}`);
      must(person.listed === "here", `the server lists whoever is here: ${page.nickname} has ${other.nickname} ${person.listed}`);
      const offered = [...other.machine.state.offered.keys()].sort();
      must(
        [...person.shares.keys()].sort().join() === offered.join(),
        `[T5] people see what is offered: ${page.nickname} of ${other.nickname}`,
      );
    }
    must(people.size === present.length, `nobody is seen who is not there: ${page.nickname}`);
    const open = [...page.connections.values()].filter(({ opened }) => opened);
    const direct = others.filter((other) => !isWalled(other));
    must(open.length === direct.length, `no connection stays open to nobody: ${page.nickname}`);
  }
}

/** I7: each side knows whether the other holds a transfer. */
function checkHeld(network: Network, page: Page): void {
  for (const { to, transfer, pausing, ending } of page.machine.state.sending.values()) {
    const receiver = pagesOf(network).find((each) => each.room === page.room && each.id === to);
    const receipt = receiver?.machine.state.receiving.get(transfer);
    if (ending !== undefined || receipt === undefined || receipt.now.at === "opening" || receipt.owner !== page.id) continue;
    const there = receipt.now.pausing;
    const agree = pausing.mine === there.theirs && pausing.theirs === there.mine && pausing.known && there.known;
    must(agree, `[I7] both sides know who holds ${transfer}: ${JSON.stringify(pausing)} and ${JSON.stringify(there)}`);
    if (isPaused(receipt.now)) network.world.count("transfer held in calm");
  }
}

/** R18: whoever sees a share sees its picture. */
function checkPictures(network: Network, page: Page): void {
  for (const { id, shares } of page.machine.state.people.values()) {
    const owner = pagesOf(network).find((each) => each.room === page.room && each.id === id);
    for (const { offer, thumbnail } of shares.values()) {
      const drawn = owner?.machine.state.offered.get(offer.id)?.thumbnail;
      if (drawn === undefined) continue;
      must(thumbnail === drawn, `[R18] a share's picture is its owner's: ${offer.id} at ${page.nickname}`);
      network.world.count("picture seen");
    }
  }
}

function checkTransfers({ world }: Network, page: Page): void {
  const { receiving, sending, people } = page.machine.state;
  const { originals } = world;
  for (const receipt of receiving.values()) {
    const { owner, now } = receipt;
    const isOver = now.at === "complete" || now.at === "failed";
    must(
      isOver || waits(page, receipt),
      `[I2] a transfer ends, or waits for its owner or for whoever holds it: ${now.transfer} is ${now.at} at ${page.nickname}`,
    );
    if (isStream(now.share)) world.count(`stream ${now.at === "failed" ? now.why : now.at}`);
    world.count(now.at === "complete" ? "transfer complete" : now.at === "failed" ? `transfer failed: ${now.why}` : "transfer waits");
    const isOffered = people.get(owner)?.shares.has(now.share.id) === true;
    const { lies } = originals.get(now.share.id) ?? {};
    const lost = lies !== undefined && now.at === "failed" && (now.why === "chunk-corrupt" || now.why === "share-mismatch");
    must(lies !== "always" || now.at !== "complete" || now.wanted === 0, "[I1] nothing is complete whose bytes are false");
    const isWhole = now.at === "complete" && now.chosen === undefined;
    must(lies !== "about the whole" || !isWhole, "[R7] nothing is complete whose owner says another digest");
    must(
      !isOffered || now.at === "complete" || lost || isPaused(now) || (isStream(now.share) && now.at === "failed"),
      `[I2] what is fetched in calm is complete, not ${now.at === "failed" ? now.why : now.at}`,
    );
    must(
      now.at !== "failed" || lost || !neverIs.has(now.why),
      `[I2] no transfer fails by our own fault: ${now.at === "failed" && now.why}`,
    );
  }
  for (const [transfer, sink] of page.place.sinks) checkSink(world, sink, receiving.get(transfer));
  for (const each of sending.values()) {
    const { ending, to, transfer } = each;
    must(
      ending !== undefined || isPaused(each) || isHeldFor(page, each),
      `[I2] [T6] the owner sees how a transfer ended: ${page.nickname} to ${people.get(to)?.intro?.nickname}, ${transfer}`,
    );
  }
  const held = [...sending].filter(([, each]) => isStream(each.share) && each.ending === undefined).map(([name]) => `${name}/`);
  const left = [...page.memory.keys(), ...page.reading.keys()].filter((name) => !held.some((each) => name.startsWith(each)));
  must(left.length === 0, `nothing stays in memory: ${page.nickname}`);
}

const neverIs: ReadonlySet<string> = new Set(["asked-too-much", "share-mismatch"]);

function checkChat(network: Network): void {
  const stays = new Set(pagesOf(network));
  for (const { id, by, text, to, only } of network.said) {
    for (const page of stays) {
      const shown = page.machine.state.chat.log.filter((entry) => entry.id === id);
      must(shown.length <= 1, "[I4] [C2] a message is shown once");
      const entry = shown[0];
      if (entry === undefined) {
        // In an open room nobody tells what was said while somebody was thought to be gone.
        const isOpen = by.secret.link === undefined && by.secret.passphrase === undefined;
        must(isOpen || !stays.has(by) || !to.includes(page), `[I4] what ${by.nickname} says reaches ${page.nickname}`);
        continue;
      }
      must(entry.kind === "said" && entry.text === text && entry.from === by.id, "[I4] a message is what was said, by whom it was said");
      must(by.room === page.room, "[I3] what is said stays in its room");
      must(entry.to === only, "[C5] what is said to one is marked so, and nothing else is");
      must(
        only === undefined || page.id === only || page.id === by.id,
        `[I3] [C5] nobody but two see what one said to the other: ${page.nickname}`,
      );
      if (only !== undefined && page.id === only) network.world.count("direct message heard");
      if (only !== undefined && page !== by && page.id === by.id) network.world.count("direct message told back");
      if (page !== by) network.world.count("message heard");
    }
  }
  for (const page of stays) {
    const unheard = [...stays].filter((other) => page.machine.state.chat.waiting.has(other.id) && !areStrangers(page, other));
    must(unheard.length === 0, `[C2] what is heard is confirmed: ${page.nickname}`);
    const writing = [...page.machine.state.people.values()].filter(({ typing }) => typing !== undefined);
    must(writing.length === 0, `[C6] nobody writes for ever: ${page.nickname}`);
  }
}
