// "Create room" makes the room's secret here, so that the server never learns it: it travels in the fragment of the link alone. A form keeps the
// fragment of its address over the redirect that answers it (Fetch, section 4.4).
import { fragmentOf, linkSecretBytes, linkSecretOf } from "../protocol/secret.ts";
import { offerLanguages } from "./language.ts";
import { keepMade } from "./made.ts";

offerLanguages();

const form = document.querySelector<HTMLFormElement>("form[data-create]");
form?.addEventListener("submit", () => {
  const link = linkSecretOf(crypto.getRandomValues(new Uint8Array(linkSecretBytes)), "browser");
  keepMade(link);
  form.action = `${form.action.replace(/#.*$/, "")}#${fragmentOf({ link, asks: false })}`;
});
