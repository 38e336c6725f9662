// What follows from having entered a room: focus is kept and news is told, the front page knows the room from now on, and what the device handed over goes into it:
// files as a share, text into the field to write in, for the person to send.
import { askFor, gatheredOf } from "../gather.ts";
import { forgetHanded, type Handed, lookAtHanded } from "../handed.ts";
import { awaited, awaitRoom } from "../handing.ts";
import { rememberRoom } from "../rooms.ts";
import { walk } from "../walk.ts";
import { announce } from "./announce.ts";
import { keepFocus } from "./focus.ts";
import { offer, whileReading } from "./offering.ts";
import { detailsOf, type Visit } from "./visit.ts";

export async function entered(visit: Visit): Promise<void> {
  const { home, room } = visit.facts;
  attend(visit);
  rememberRoom(home, { name: room, fragment: location.hash.slice(1), at: Date.now() });
  // It comes a little later, with its words. Without them nobody is told; the room works all the same.
  void Promise.all([import("./alerts.ts"), detailsOf(visit)]).then(
    ([{ startAlerts }, { news }]) => startAlerts(visit, news),
    () => {},
  );
  const id = awaited();
  if (id === undefined) return;
  awaitRoom(undefined);
  const handed = await lookAtHanded(id).catch(() => undefined);
  if (handed === undefined) return;
  await share(visit, handed);
  if (handed.text !== "") write(handed.text);
  // What was read of it stays readable as long as this page does.
  await forgetHanded(id).catch(() => {});
}

/** Whoever does not see the page, or has no mouse, keeps up with it. */
function attend(visit: Visit): void {
  const [page, news] = ["main", "[data-news]"].map((each) => document.querySelector<HTMLElement>(each));
  if (page) keepFocus(page);
  // A phone's keyboard makes the page lower, and what is being written must not lie below it.
  addEventListener("resize", () => {
    if (document.activeElement?.matches("input, textarea")) document.activeElement.scrollIntoView({ block: "nearest" });
  });
  if (news) announce(visit, news);
}

async function share(visit: Visit, { files, handles }: Handed): Promise<void> {
  if (files.length > 0) await offer(visit, gatheredOf(files.map((file) => ({ path: file.name, file }))));
  if (handles.length === 0) return;
  if (!(await askFor(handles).catch(() => false))) return visit.warn("source-unreadable");
  const { found, unreadable } = await whileReading(visit, walk(handles));
  await offer(visit, gatheredOf(found, handles), unreadable);
}

function write(text: string): void {
  const field = document.querySelector<HTMLTextAreaElement>(".compose textarea");
  if (field === null) return;
  field.value = field.value === "" ? text : `${field.value}\n${text}`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
