// Starts the page: Alpine shows it, the components fill it.
import { signal } from "@preact/signals-core";
import type { Words } from "../protocol/words/en.ts";
import { isLanguage, sayIn } from "../protocol/words.ts";
import { offerLanguages } from "./language.ts";
import * as Alpine from "./ui/alpine.ts";
import { chat } from "./ui/chat.ts";
import { compose } from "./ui/compose.ts";
import { invite } from "./ui/invite.ts";
import { landing } from "./ui/landing.ts";
import { people } from "./ui/people.ts";
import { room } from "./ui/room.ts";
import type { ShareShown } from "./ui/share-shown.ts";
import { shares } from "./ui/shares.ts";
import { openVisit } from "./ui/visit.ts";
import { reuse, watch } from "./ui/watch.ts";

const facts = document.querySelector<HTMLElement>("[data-facts]")?.dataset.facts;
const { worker, words: catalogue } = document.querySelector<HTMLElement>("script[data-worker]")?.dataset ?? {};

offerLanguages();
if (facts !== undefined && worker !== undefined && catalogue !== undefined) {
  // Loaded now, so that the browser has it when the first file comes, even if the server is gone by then.
  void fetch(worker).catch(() => {});
  const { lang } = document.documentElement;
  const language = isLanguage(lang) ? lang : "en";
  // Only the page's own language is loaded, whose address the page knows.
  const { words }: { readonly words: Words } = await import(catalogue);
  const visit = openVisit(JSON.parse(facts), language, sayIn(words, language));
  const loadPreview = async () => {
    const part = await import("./ui/preview.ts");
    const previewOf = part.preview(visit);
    Alpine.data("preview", (share) => previewOf(share as ShareShown));
    return part;
  };
  const loadFiles = async () => {
    const filesOf = (await import("./ui/files.ts")).files(visit, loadPreview);
    Alpine.data("files", (share) => filesOf(share as ShareShown));
  };
  const loadLater = async () => {
    const [outside] = await Promise.all([import("./ui/outside.ts"), loadFiles()]);
    outside.showOutside(visit);
  };
  const loadSettings = async () => {
    const { settings } = await import("./ui/settings.ts");
    Alpine.data("settings", () => settings(visit));
  };
  Alpine.data("room", () => room(visit, worker, loadLater, loadSettings));
  Alpine.data("people", () => people(visit));
  Alpine.data("invite", () => invite(visit));
  Alpine.data("shares", () => shares(visit, { files: loadFiles, preview: loadPreview }));
  Alpine.data("landing", () => landing(visit));
  const loadSearch = async () => {
    const { search } = await import("./ui/search.ts");
    Alpine.data("search", () => search(visit));
  };
  Alpine.data("chat", () => chat(visit, loadSearch));
  Alpine.data("compose", () => compose(visit));
  if (visit.facts.pipe !== undefined) {
    const { pipeComponents }: typeof import("./pipe.ts") = await import(visit.facts.pipe.script);
    const { pipes, curl } = pipeComponents({ visit, words: visit.facts.pipe.words, language, signal, watch, reuse });
    Alpine.data("pipes", pipes);
    Alpine.data("curl", (share) => curl(share as ShareShown));
  }
  Alpine.start();
  void import("./register.ts").then(
    ({ registerServiceWorker }) => registerServiceWorker(),
    () => {},
  );
}
