// The front page. "Create room" makes the room's secret here, so that the server never learns it: it travels in the fragment of the link alone. A form keeps the
// fragment of its address over the redirect that answers it (Fetch, section 4.4).
import { fragmentOf, linkSecretBytes, linkSecretOf } from "../protocol/secret.ts";
import { offerLanguages } from "./language.ts";
import { keepMade } from "./made.ts";
import { registerServiceWorker } from "./register.ts";
import { showLastRooms } from "./ui/last-rooms.ts";

offerLanguages();

const form = document.querySelector<HTMLFormElement>("form[data-create]");
form?.addEventListener("submit", () => {
  const link = linkSecretOf(crypto.getRandomValues(new Uint8Array(linkSecretBytes)), "browser");
  keepMade(link);
  form.action = `${form.action.replace(/#.*$/, "")}#${fragmentOf({ link, asks: false })}`;
});

const rooms = document.querySelector<HTMLElement>("[data-rooms]");
if (rooms !== null) showLastRooms(rooms);

const handed = document.querySelector<HTMLElement>("[data-handed]");
const id = new URLSearchParams(location.search).get("handed");
// Its place is kept at once, so that nothing jumps when it is known what was handed.
if (handed !== null && id !== null) handed.hidden = false;
if (handed !== null && (id !== null || "launchQueue" in window))
  void import("./ui/handed.ts").then(({ showHanded }) => showHanded(handed, id));

// A shortcut of the installed app. A link on another site to the same address makes nothing.
if (form !== null && new URLSearchParams(location.search).has("create") && matchMedia("(display-mode: standalone)").matches)
  form.requestSubmit();

registerServiceWorker();
