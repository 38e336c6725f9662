// GET /manifest.webmanifest: what a device needs to install this. POST /share: what its share sheet sends, if no service worker has caught it.
import { Elysia } from "elysia";
import type { SayAll } from "../protocol/words/all.ts";
import { directionOf } from "../protocol/words.ts";
import { visitorOf } from "./html.ts";
import type { Mount } from "./mount.ts";
import { problem } from "./problem.ts";

const hidden = { hide: true };

export function manifestRoute(mount: Mount) {
  return new Elysia()
    .get(
      "/manifest.webmanifest",
      ({ request }) => {
        const { language, say } = visitorOf(request);
        const headers = { "content-type": "application/manifest+json", "cache-control": "no-cache", vary: "accept-language" };
        return new Response(JSON.stringify({ lang: language, dir: directionOf(language), ...manifest(say, mount) }), { headers });
      },
      { detail: hidden },
    )
    .post("/share", ({ request }) => problem(request, "not-handed", mount), { parse: "none", detail: hidden });
}

/** https://www.w3.org/TR/appmanifest/, and what Chromium knows beside it. */
function manifest(say: SayAll, { at }: Mount) {
  const icon = (name: string, sizes: string, type: string, more = {}) => ({ src: at(`/public/${name}`), sizes, type, ...more });
  return {
    ...{ id: at("/"), name: "roomcp", short_name: "roomcp", description: say("site.summary") },
    ...{ start_url: at("/"), scope: at("/"), display: "standalone", background_color: "#f7f5ee", theme_color: "#f7f5ee" },
    categories: ["utilities", "productivity", "social"],
    icons: [
      icon("icon.svg", "any", "image/svg+xml"),
      icon("icon-192.png", "192x192", "image/png"),
      icon("icon-512.png", "512x512", "image/png"),
      icon("maskable-512.png", "512x512", "image/png", { purpose: "maskable" }),
    ],
    shortcuts: [{ name: say("home.create"), url: at("/?create"), icons: [icon("icon-192.png", "192x192", "image/png")] }],
    share_target: {
      ...{ action: at("/share"), method: "POST", enctype: "multipart/form-data" },
      params: { title: "title", text: "text", url: "url", files: [{ name: "files", accept: ["*/*"] }] },
    },
    file_handlers: [{ action: at("/"), accept: opened }],
    // A room that is open stays open: what comes from outside gets a window of its own.
    launch_handler: { client_mode: ["navigate-new", "auto"] },
  };
}

/** Where a file manager offers to open a file with this. Kinds without extensions are not taken. */
const opened = {
  "image/*": [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".svg"],
  "video/*": [".mp4", ".mov", ".mkv", ".webm"],
  "audio/*": [".mp3", ".m4a", ".flac", ".ogg", ".wav"],
  "text/*": [".txt", ".md", ".csv"],
  "application/pdf": [".pdf"],
  "application/zip": [".zip"],
};
