// The room as a whole: entering and leaving, the link to it, its state, and files that are dropped or pasted anywhere.
import { computed, effect } from "@preact/signals-core";
import type { AlpineComponent } from "alpinejs";
import type { Failure } from "../../protocol/failure.ts";
import { readNickname } from "../../protocol/name.ts";
import type { Peer } from "../../protocol/peer-state.ts";
import { failureKey } from "../../protocol/words.ts";
import { claimToken, remember, remembered } from "../identity.ts";
import { startSession } from "../session.ts";
import { shareFiles } from "./shares.ts";
import { isComposing, type Visit } from "./visit.ts";
import { watch } from "./watch.ts";

/** How long "Link copied" stands on the button. */
const copiedMs = 2_000;
/** Attempts to come back after which "Reconnecting…" becomes "Offline". */
const lossesUntilOffline = 4;

type Status = "online" | "reconnecting" | "offline";

export function room(visit: Visit, workerUrl: string): AlpineComponent<Room> {
  const { facts, say } = visit;
  const token = claimToken();
  // Somebody may have begun to type before the script was here.
  const typed = document.querySelector<HTMLInputElement>("#nickname")?.value ?? "";
  const trouble = computed(() => whyOffline(visit.peer.value));
  return {
    nickname: remembered.enteredAs(facts.room) ?? (typed || remembered.nickname()),
    nicknameWrong: false,
    entered: false,
    fit: "yes",
    fitness: "",
    status: "reconnecting",
    statusText: "",
    notice: "",
    link: "",
    copyText: say("room.copy"),
    dropping: false,

    init() {
      this.link = facts.url + location.hash;
      Object.assign(this, fitnessOf(visit));
      watch<Room>(this, () => ({ notice: visit.notice.value }));
      watch<Room>(this, () => {
        const status = statusOf(visit.peer.value);
        return { status, statusText: say(`status.${status}`) };
      });
      // Told once, so that it can be dismissed: the rest of the state changes all the time.
      effect(() => {
        if (trouble.value !== undefined) visit.warn(trouble.value);
      });
      takeFiles(this, visit);
      if (remembered.enteredAs(facts.room) !== undefined) void this.enter();
    },

    keyInName(event) {
      if (event.key === "Enter" && isComposing(event)) event.preventDefault();
    },

    async enter() {
      const nickname = readNickname(this.nickname);
      this.nicknameWrong = nickname === undefined;
      if (nickname === undefined || this.entered) return;
      if (typeof RTCPeerConnection === "undefined") return visit.warn("link-unsupported");
      this.entered = true;
      remember.entered(facts.room, nickname);
      const socketUrl = new URL(`${location.pathname.replace(/\/$/, "")}/signal`, location.href);
      socketUrl.protocol = location.protocol === "https:" ? "wss:" : "ws:";
      const automatic = remembered.automatic(facts.room);
      // In good time, too: it may be asked for when the server is away.
      setTimeout(() => loadQr().catch(() => {}), 1_000);
      const tab = { token: await token, nickname, automatic };
      const { iceServers } = facts;
      visit.session.value = startSession({ socketUrl: socketUrl.href, workerUrl, iceServers, ...tab, warn: visit.warn });
    },

    leave() {
      remember.left(facts.room);
      location.assign(`/${location.search}`);
    },

    dismiss() {
      visit.notice.value = "";
    },

    async copyLink() {
      if (!(await copied(this.link))) {
        visit.notice.value = `${say("room.copy-failed")} ${this.link}`;
        return;
      }
      this.copyText = say("room.copied");
      setTimeout(() => (this.copyText = say("room.copy")), copiedMs);
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
  entered: boolean;
  fit: "yes" | "partly" | "no";
  fitness: string;
  status: Status;
  statusText: string;
  notice: string;
  link: string;
  copyText: string;
  dropping: boolean;
  keyInName(event: KeyboardEvent): void;
  enter(): Promise<void>;
  leave(): void;
  dismiss(): void;
  copyLink(): Promise<void>;
  showQr(): Promise<void>;
  hideQr(): void;
};

export function statusOf(peer: Peer | undefined): Status {
  if (peer?.signalling.at === "online") return "online";
  if (peer?.signalling.at === "ended") return "offline";
  return (peer?.signalling.losses ?? 0) >= lossesUntilOffline ? "offline" : "reconnecting";
}

const loadQr = () => import("./qr.ts");

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

async function copied(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard !== undefined) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {}
  // Over plain HTTP there is no clipboard; the old way still works there.
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
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
    const items = [...(event.dataTransfer?.items ?? [])];
    if (items.some((item) => item.webkitGetAsEntry?.()?.isDirectory)) return visit.warn("source-unreadable");
    shareFiles(visit, [...(event.dataTransfer?.files ?? [])]);
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!shown.entered || files.length === 0) return;
    event.preventDefault();
    shareFiles(visit, files);
  });
}
