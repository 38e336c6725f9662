// Starts the page: Alpine shows it, the components fill it.
import Alpine from "alpinejs";
import { chat } from "./ui/chat.ts";
import { people } from "./ui/people.ts";
import { room } from "./ui/room.ts";
import { shares } from "./ui/shares.ts";
import { openVisit } from "./ui/visit.ts";

const facts = document.querySelector<HTMLElement>("[data-facts]")?.dataset.facts;
const worker = document.querySelector<HTMLElement>("script[data-worker]")?.dataset.worker;

if (facts !== undefined && worker !== undefined) {
  const visit = openVisit(JSON.parse(facts), document.documentElement.lang);
  Alpine.data("room", () => room(visit, worker));
  Alpine.data("people", () => people(visit));
  Alpine.data("shares", () => shares(visit));
  Alpine.data("chat", () => chat(visit));
  Alpine.start();
}
