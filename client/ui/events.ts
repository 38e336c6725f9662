// `x-on:click="…"` on a page, with two of the endings that Alpine's own knows: `.prevent`, and `.escape` for the key.
import { directive } from "alpinejs/src/directives";

directive("on", (element, { value: event, modifiers, expression }, { cleanup, evaluateLater }) => {
  const evaluate = evaluateLater(expression);
  const hear = (heard: Event) => {
    if (modifiers.includes("escape") && (heard as KeyboardEvent).key !== "Escape") return;
    if (modifiers.includes("prevent")) heard.preventDefault();
    evaluate(() => {}, { scope: { $event: heard } });
  };
  element.addEventListener(event, hear);
  cleanup(() => element.removeEventListener(event, hear));
});
