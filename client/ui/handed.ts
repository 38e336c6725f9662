// What the device has handed over, on the front page: it is shown, and waits for the room that is chosen in this tab.
import { randomHex } from "../../edges/random.ts";
import { forgetHanded, type Handed, keepHanded, lookAtHanded } from "../handed.ts";
import { awaitRoom } from "../handing.ts";
import { visible } from "./visible.ts";

type Launch = { readonly files?: readonly FileSystemHandle[] };
type Launching = { launchQueue?: { setConsumer(consumer: (launch: Launch) => void): void } };

/** More names than these say nothing new. */
const namesMax = 5;

/** @param id what the service worker kept it under, if it led here */
export function showHanded(section: HTMLElement, id: string | null): void {
  if (id !== null) void show(section, id);
  // Files that somebody opened with this app.
  (window as Launching).launchQueue?.setConsumer(async ({ files: handles = [] }) => {
    if (handles.length === 0) return;
    const handed: Handed = { id: randomHex(), at: Date.now(), files: [], handles, text: "" };
    await keepHanded(handed).catch(() => {});
    await show(section, handed.id);
  });
}

async function show(section: HTMLElement, id: string): Promise<void> {
  // A reload, or a link to this page that somebody copies, has nothing to do with it.
  const url = new URL(location.href);
  url.searchParams.delete("handed");
  history.replaceState(history.state, "", url);
  const handed = await lookAtHanded(id).catch(() => undefined);
  const part = (name: string) => section.querySelector<HTMLElement>(`[data-${name}]`);
  const [asks, lost, discard] = [part("asks"), part("lost"), part("discard")];
  if (asks === null || lost === null || discard === null) return;
  section.hidden = false;
  lost.hidden = handed !== undefined;
  asks.hidden = discard.hidden = handed === undefined;
  if (handed === undefined) return;
  awaitRoom(id);
  const names = [...handed.files, ...handed.handles].map(({ name }) => name);
  const lines = [...names.slice(0, namesMax), ...(names.length > namesMax ? [`+ ${names.length - namesMax}`] : []), handed.text];
  section.querySelector("ul")?.replaceChildren(...lines.filter((line) => line !== "").map(lineOf));
  discard.addEventListener("click", () => {
    section.hidden = true;
    awaitRoom(undefined);
    void forgetHanded(id).catch(() => {});
  });
}

function lineOf(text: string): HTMLLIElement {
  const line = document.createElement("li");
  line.dir = "auto";
  line.append(visible(text));
  return line;
}
