// The room as a whole: entering and leaving, the link to it, its state, and files that are dropped or pasted anywhere.
import { computed, effect } from "@preact/signals-core";
import type { AlpineComponent } from "alpinejs";
import type { Failure } from "../../protocol/failure.ts";
import { readNickname } from "../../protocol/name.ts";
import type { Peer } from "../../protocol/peer-state.ts";
import { type Fragment, fragmentOf, guardOf, type RoomSecret, readFragment, readPassphrase } from "../../protocol/secret.ts";
import { failureKey } from "../../protocol/words.ts";
import { gatherDrop, gatherPaste } from "../gather.ts";
import { awaited } from "../handing.ts";
import { claimToken, remember, remembered } from "../identity.ts";
import { takeMade } from "../made.ts";
import { copied, copiedMs } from "./copy.ts";
import { offer, whileReading } from "./offering.ts";
import { isComposing, type Visit } from "./visit.ts";
import { watch } from "./watch.ts";

/** Attempts to come back after which "Reconnecting…" becomes "Offline". */
const lossesUntilOffline = 4;

type Status = "online" | "reconnecting" | "offline";

/** @param loadLater brings the parts of the page that are rarely wanted; @param loadSettings what is chosen for this device */
export function room(
  visit: Visit,
  workerUrl: string,
  loadLater: () => Promise<void>,
  loadSettings: () => Promise<void>,
): AlpineComponent<Room> {
  const { facts, say } = visit;
  const token = claimToken(facts.room);
  // Somebody may have begun to type before the script was here.
  const typed = document.querySelector<HTMLInputElement>("#nickname")?.value ?? "";
  const trouble = computed(() => whyOffline(visit.peer.value));
  const made = takeMade();
  if (made !== undefined) history.replaceState(history.state, "", `#${made}`);
  const fragment = readFragment(location.hash.slice(1));
  return {
    nickname: remembered.enteredAs(facts.room) ?? (typed || remembered.nickname()),
    nicknameWrong: false,
    passphrase: remembered.passphrase(facts.room) ?? "",
    passphraseWrong: "",
    asks: fragment?.asks === true,
    mayAdd: fragment?.asks === false,
    guardText: fragment === undefined ? "" : say(guardKey(fragment)),
    entered: false,
    known: false,
    fit: "yes",
    fitness: "",
    status: "reconnecting",
    statusText: "",
    notice: "",
    link: "",
    copyText: say("room.copy"),
    linkCopied: false,
    dropping: false,
    brings: awaited() !== undefined,
    setting: false,

    init() {
      void Promise.all([loadSession(), loadEntered()]).catch(() => {});
      this.link = facts.url + location.hash;
      Object.assign(this, fragment === undefined ? { fit: "no", fitness: say(failureKey("secret-unreadable")) } : fitnessOf(visit));
      watch<Room>(this, () => ({ notice: visit.notice.value }));
      watch<Room>(this, () => {
        const status = statusOf(visit.peer.value);
        return { status, statusText: say(`status.${status}`), known: visit.peer.value?.me !== undefined };
      });
      // Told once, so that it can be dismissed: the rest of the state changes all the time.
      effect(() => {
        if (trouble.value !== undefined) visit.warn(trouble.value);
      });
      takeFiles(this, visit);
      // Another link to the same room: the browser alone would stay on this page, with the secret of the last.
      addEventListener("hashchange", () => location.reload());
      const asksAgain = this.asks && this.passphrase === "";
      if (remembered.enteredAs(facts.room) !== undefined && fragment !== undefined && !asksAgain) void this.enter();
    },

    addPassphrase() {
      this.asks = true;
      this.mayAdd = false;
      setTimeout(() => this.$refs.passphrase?.focus());
    },

    keyInName(event) {
      if (event.key === "Enter" && isComposing(event)) event.preventDefault();
    },

    async enter(byHand = false) {
      const nickname = readNickname(this.nickname);
      this.nicknameWrong = nickname === undefined;
      if (nickname === undefined || fragment === undefined || this.entered) return;
      const secret = secretOf(fragment, this.asks ? this.passphrase : undefined);
      this.passphraseWrong = "why" in secret ? say(failureKey(secret.why)) : "";
      if ("why" in secret) return;
      if (typeof RTCPeerConnection === "undefined") return visit.warn("link-unsupported");
      this.entered = true;
      if (byHand) this.$nextTick(() => this.$refs.title?.focus({ preventScroll: true }));
      remember.entered(facts.room, nickname);
      if (secret.passphrase !== undefined) {
        remember.passphrase(facts.room, secret.passphrase);
        // Whoever gets the link is asked for it.
        history.replaceState(history.state, "", `#${fragmentOf({ ...fragment, asks: true })}`);
        this.link = facts.url + location.hash;
      }
      const socketUrl = (name: "signal" | "relay") => {
        const url = new URL(`${location.pathname.replace(/\/$/, "")}/${name}`, location.href);
        url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
        return url.href;
      };
      const automatic = remembered.automatic(facts.room);
      // In good time, too: it may be asked for when the server is away.
      setTimeout(() => Promise.all([loadQr(), loadLater()]).catch(() => {}), 1_000);
      const tab = { token: await token, nickname, automatic };
      const loaded = await loadSession().catch(() => undefined);
      if (loaded === undefined) {
        this.entered = false;
        return visit.warn("page-incomplete");
      }
      visit.session.value = loaded.startSession({
        room: facts.room,
        secret,
        socketUrl: socketUrl("signal"),
        relayUrl: socketUrl("relay"),
        workerUrl,
        ...tab,
        warn: visit.warn,
      });
      await loadEntered().then(
        ({ entered }) => entered(visit),
        () => this.brings && visit.warn("page-incomplete"),
      );
    },

    skip() {
      document.querySelector<HTMLElement>(".compose textarea")?.focus();
    },

    leave() {
      remember.left(facts.room);
      location.assign(`${facts.home}${location.search}`);
    },

    dismiss() {
      visit.notice.value = "";
    },

    async copyLink() {
      if (!(await copied(this.link))) {
        visit.notice.value = `${say("room.copy-failed")} ${this.link}`;
        return;
      }
      Object.assign(this, { copyText: say("room.copied"), linkCopied: true });
      setTimeout(() => Object.assign(this, { copyText: say("room.copy"), linkCopied: false }), copiedMs);
    },

    async openSettings() {
      const loaded = await loadSettings().then(
        () => true,
        () => false,
      );
      if (!loaded) return visit.warn("page-incomplete");
      this.setting = true;
    },

    closeSettings() {
      this.setting = false;
    },

    async showQr() {
      const qr = await loadQr().catch(() => undefined);
      if (qr === undefined) return visit.warn("page-incomplete");
      this.$refs.qrImage?.replaceChildren(qr.drawQr(this.link));
      (this.$refs.qr as HTMLDialogElement).showModal();
    },

    hideQr() {
      (this.$refs.qr as HTMLDialogElement).close();
    },
  };
}

type Room = {
  nickname: string;
  nicknameWrong: boolean;
  passphrase: string;
  /** What is wrong with it. */
  passphraseWrong: string;
  asks: boolean;
  mayAdd: boolean;
  guardText: string;
  entered: boolean;
  /** The server has said who is here. */
  known: boolean;
  fit: "yes" | "partly" | "no";
  fitness: string;
  status: Status;
  statusText: string;
  notice: string;
  link: string;
  copyText: string;
  linkCopied: boolean;
  dropping: boolean;
  /** Something was handed to this tab for the room that it enters. */
  brings: boolean;
  /** The settings are open. */
  setting: boolean;
  addPassphrase(): void;
  keyInName(event: KeyboardEvent): void;
  /** @param byHand whoever pressed the button goes on from the head of the room */
  enter(byHand?: boolean): Promise<void>;
  /** Past people and shares, to where one writes. */
  skip(): void;
  leave(): void;
  dismiss(): void;
  copyLink(): Promise<void>;
  openSettings(): Promise<void>;
  closeSettings(): void;
  showQr(): Promise<void>;
  hideQr(): void;
};

export function statusOf(peer: Peer | undefined): Status {
  if (peer?.signalling.at === "online") return "online";
  if (peer?.signalling.at === "ended") return "offline";
  return (peer?.signalling.losses ?? 0) >= lossesUntilOffline ? "offline" : "reconnecting";
}

/** What only people who have entered need: it comes while they type their name. */
const loadSession = () => import("../session.ts");

const loadEntered = () => import("./entered.ts");

const loadQr = () => import("./qr.ts");

function guardKey(fragment: Fragment) {
  return fragment.asks ? "enter.asks" : (`enter.${guardOf(fragment)}` as const);
}

/** @param typed the passphrase, if one is asked for */
function secretOf({ link }: Fragment, typed: string | undefined): RoomSecret | { readonly why: Failure } {
  const known = link === undefined ? {} : { link };
  if (typed === undefined) return known;
  const read = readPassphrase(typed);
  return "why" in read ? read : { ...known, ...read };
}

/** What the server said no with, for good or for now. */
function whyOffline(peer: Peer | undefined): Failure | undefined {
  const now = peer?.signalling;
  return now?.at === "ended" || now?.at === "waiting" ? now.why : undefined;
}

/** What this browser can do here, before anybody enters. */
function fitnessOf({ say }: Visit): { fit: Room["fit"]; fitness: string } {
  if (typeof RTCPeerConnection === "undefined") return { fit: "no", fitness: say(failureKey("link-unsupported")) };
  return isSecureContext ? { fit: "yes", fitness: say("enter.ready") } : { fit: "partly", fitness: say("enter.insecure") };
}

/** Files may be dropped and pasted anywhere in the page. */
function takeFiles(shown: { dropping: boolean; readonly entered: boolean }, visit: Visit): void {
  const carriesFiles = (event: DragEvent) => shown.entered && (event.dataTransfer?.types.includes("Files") ?? false);
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    shown.dropping = true;
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) shown.dropping = false;
  });
  document.addEventListener("drop", (event) => {
    shown.dropping = false;
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer === null) return;
    void whileReading(visit, gatherDrop(event.dataTransfer)).then(
      (gathered) => offer(visit, gathered, gathered.unreadable),
      () => visit.warn("source-unreadable"),
    );
  });
  document.addEventListener("paste", (event) => {
    const gathered = shown.entered && event.clipboardData !== null ? gatherPaste(event.clipboardData) : undefined;
    if (gathered === undefined) return;
    event.preventDefault();
    void offer(visit, gathered);
  });
}
