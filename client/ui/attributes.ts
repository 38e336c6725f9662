// `:name="…"` on a page: an attribute, a class or a style follows what a component says. Alpine's own covers every kind of field and of value.
import { directive, mapAttributes } from "alpinejs/src/directives";
import { mutateDom } from "alpinejs/src/mutation";

mapAttributes(({ name, value }) => ({ name: name.replace(/^:/, "x-bind:"), value }));

directive("bind", (element, { value: name, expression }, { effect, evaluateLater }) => {
  if (name === "key") {
    // It is for Alpine's x-for, which looks for it here.
    element._x_keyExpression = expression;
    return;
  }
  const evaluate = evaluateLater(expression);
  const show = shows.get(name)?.(element) ?? ((value: unknown) => showAttribute(element, name, value));
  effect(() => evaluate((value) => mutateDom(() => show(value))));
});

/** What differs from the attribute of its name, or is more than that. */
const shows: ReadonlyMap<string, (element: Element) => (value: unknown) => void> = new Map([
  ["class", showClasses],
  ["style", showStyles],
  ["value", showValue],
  ["checked", showProperty("checked")],
  ["selected", showProperty("selected")],
]);

/** These say "false"; others are not there. */
const saysFalse = /^aria-(?:checked|expanded|pressed|selected)$/;

function showAttribute(element: Element, name: string, value: unknown): void {
  if (value === null || value === undefined || (value === false && !saysFalse.test(name))) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** A list of classes beside those that the page has, or of each whether it is there. */
function showClasses(element: Element) {
  let added: readonly string[] = [];
  return (value: unknown) => {
    if (typeof value === "object" && value !== null) {
      for (const [name, is] of Object.entries(value)) element.classList.toggle(name, Boolean(is));
      return;
    }
    element.classList.remove(...added);
    added = String(value ?? "")
      .split(" ")
      .filter((name) => name !== "" && !element.classList.contains(name));
    element.classList.add(...added);
  };
}

function showStyles(element: Element) {
  return (value: unknown) => {
    for (const [name, style] of Object.entries(value as object)) (element as HTMLElement).style.setProperty(name, style);
  };
}

/** A list's choice, or what one of its options stands for. */
function showValue(element: Element) {
  return (value: unknown) => {
    if (element instanceof HTMLSelectElement) element.value = String(value);
    else showAttribute(element, "value", value);
  };
}

/** What a person may have changed since is set too. */
function showProperty(name: "checked" | "selected") {
  return (element: Element) => (value: unknown) => {
    showAttribute(element, name, value);
    Object.assign(element, { [name]: Boolean(value) });
  };
}
