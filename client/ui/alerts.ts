// Tells a person who is not looking what happens in the room: in the title, by a notification or a tone if they want that, and on phones a short shake for what
// has arrived.
import { effect } from "@preact/signals-core";
import type { NewsWords } from "../../protocol/words/details/en.ts";
import { isLanguage } from "../../protocol/words.ts";
import { isOn } from "../settings.ts";
import { type News, newsBetween } from "./news.ts";
import type { Visit } from "./visit.ts";

/** The last lines are what somebody wants to read on a locked screen. */
const linesMax = 4;
const shakeMs = 200;

/** @param words of `news`, in the page's language */
export function startAlerts(visit: Visit, words: NewsWords): void {
  const { lang } = document.documentElement;
  const telling = { ...visit, language: isLanguage(lang) ? lang : "en", words } as const;
  let lines: readonly string[] = [];
  let before = visit.peer.peek();
  effect(() => {
    const now = visit.peer.value;
    const news = before === undefined || now === undefined ? [] : newsBetween(before, now, telling);
    before = now;
    if (news.length > 0) queueMicrotask(() => tell(news));
  });
  const tell = (news: readonly News[]) => {
    if (!document.hidden) {
      // Browsers shake only for who has touched the page, and complain otherwise; desks do not shake at all.
      if (navigator.userActivation?.hasBeenActive && news.some(({ kind }) => kind === "received")) navigator.vibrate?.(shakeMs);
      return;
    }
    visit.unread.value += news.filter(({ kind }) => kind === "said").length;
    lines = [...lines, ...news.map(({ line }) => line)].slice(-linesMax);
    void notify(visit.facts.room, lines.join("\n")).then((shown) => {
      if (!shown && isOn("sounds")) void import("./tone.ts").then(({ sound }) => sound());
    });
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    visit.unread.value = 0;
    lines = [];
    void takeBack();
  });
}

/** One notification for a room: the next takes the place of the last. @returns whether it is shown */
async function notify(title: string, body: string): Promise<boolean> {
  if (!isOn("notify") || !canNotify() || Notification.permission !== "granted") return false;
  const { pathname } = location;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="apple-touch-icon"]')?.href;
  try {
    const worker = await navigator.serviceWorker.getRegistration();
    if (worker === undefined) return false;
    const how = { body, tag: pathname, renotify: true, silent: !isOn("sounds"), data: pathname, ...(icon === undefined ? {} : { icon }) };
    await worker.showNotification(title, how);
    return true;
  } catch {
    return false;
  }
}

/** Who has come back needs it no more. */
async function takeBack(): Promise<void> {
  if (!canNotify()) return;
  const worker = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  for (const shown of (await worker?.getNotifications({ tag: location.pathname })) ?? []) shown.close();
}

/** Phones show notifications only by a service worker, and so it is done everywhere. */
export function canNotify(): boolean {
  return "Notification" in window && "serviceWorker" in navigator;
}
