// The rooms that this browser was in last, on the front page. The server has sent the words; which rooms these are, only the device knows.

import { agoIn } from "../../protocol/words/measure.ts";
import { filled, isLanguage } from "../../protocol/words.ts";
import { forgetRoom, type LastRoom, lastRooms } from "../rooms.ts";
import { visible } from "./visible.ts";

/** @param section has a list, and a template for what is in it */
export function showLastRooms(section: HTMLElement): void {
  const home = section.dataset.rooms ?? "/";
  const list = section.querySelector("ul");
  const template = section.querySelector("template");
  const rooms = lastRooms(home);
  if (list === null || template === null || rooms.length === 0) return;
  const { lang } = document.documentElement;
  const ago = agoIn(isLanguage(lang) ? lang : "en");
  const itemOf = (room: LastRoom): Node => {
    const item = template.content.cloneNode(true) as DocumentFragment;
    const [link, button, time] = [item.querySelector("a"), item.querySelector("button"), item.querySelector("time")];
    const whole = item.querySelector("li");
    if (link === null || button === null || time === null || whole === null) return item;
    link.href = `${home}r/${encodeURIComponent(room.name)}${languageQuery()}${room.fragment === "" ? "" : `#${room.fragment}`}`;
    item.querySelector("bdi")?.append(visible(room.name));
    time.dateTime = new Date(room.at).toISOString();
    time.append(ago(Date.now() - room.at));
    for (const name of ["aria-label", "title"])
      button.setAttribute(name, filled(button.getAttribute(name) ?? "", { name: visible(room.name) }));
    button.addEventListener("click", () => {
      forgetRoom(home, room.name);
      const next = whole.nextElementSibling ?? whole.previousElementSibling;
      whole.remove();
      section.hidden = list.childElementCount === 0;
      // Whoever forgets by keyboard goes on with the next.
      next?.querySelector<HTMLElement>("button")?.focus();
    });
    return item;
  };
  list.append(...rooms.map(itemOf));
  section.hidden = false;
}

/** Whoever chose a language keeps it. */
function languageQuery(): string {
  const wished = new URLSearchParams(location.search).get("lang");
  return wished === null ? "" : `?lang=${encodeURIComponent(wished)}`;
}
