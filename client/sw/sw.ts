// The service worker does three things: it says so where there is no network, it takes what a phone's share sheet hands over, and a pressed notification
// leads to its room. It stores no page and no script: what a person sees always comes from the host, or says that the host is away.
import { randomHex } from "../../edges/random.ts";
import { chooseLanguage } from "../../protocol/words/choose.ts";
import { forgetOldHanded, keepHanded } from "../handed.ts";
import { offlinePage } from "./offline.ts";

declare const self: ServiceWorkerGlobalScope;

/** What is in front of every path; it ends in a slash. */
const base = new URL(self.registration.scope).pathname;

/** Pages, and nothing that could be a download: a browser may end this worker amid a long answer. */
const pages = /^(r|check|tls|r\/[^/]+)?$/;

// It remembers nothing, so that a new one need not wait until the last tab of an old one is closed.
self.addEventListener("install", () => void self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.mode !== "navigate" || !url.pathname.startsWith(base)) return;
  const path = url.pathname.slice(base.length);
  if (request.method === "POST" && path === "share") event.respondWith(takeOver(request));
  if (request.method === "GET" && pages.test(path)) event.respondWith(fetch(request).catch(() => sayOffline(url)));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(showRoom(String(event.notification.data)));
});

/** In the language that the page would have had. */
async function sayOffline({ searchParams }: URL): Promise<Response> {
  const kept = await (self as Choosing).cookieStore?.get("roomcp-lang").catch(() => null);
  const wishes = { asked: searchParams.get("lang"), kept: kept?.value, accepted: self.navigator.languages.join() };
  return offlinePage(chooseLanguage(wishes), randomHex());
}

/** Not every browser lets a service worker read cookies. */
type Choosing = { readonly cookieStore?: { get(name: string): Promise<{ readonly value?: string } | null> } };

/** Keeps what was handed, and leads to the front page, which asks for a room. */
async function takeOver(request: Request): Promise<Response> {
  const id = randomHex();
  try {
    const form = await request.formData();
    const files = form.getAll("files").filter((each) => each instanceof File);
    const [title, text, url] = ["title", "text", "url"].map((name) => String(form.get(name) ?? "").trim());
    // A title is only worth something by itself: it repeats what it is the title of.
    const words = [...new Set([text, url].filter((each) => each !== ""))].join("\n") || (files.length === 0 ? (title ?? "") : "");
    await keepHanded({ id, at: Date.now(), files, handles: [], text: words });
  } catch {
    // The front page finds nothing under this id, and says so.
  }
  return Response.redirect(`${base}?handed=${id}`, 303);
}

/** @param path of the room. Its secret is not known here, so where no tab is open in it the front page has to do, which knows the last rooms. */
async function showRoom(path: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = windows.find(({ url }) => new URL(url).pathname === path);
  await (open === undefined ? self.clients.openWindow(base) : open.focus());
}

void forgetOldHanded(Date.now()).catch(() => {});
