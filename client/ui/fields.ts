// `x-model="name"` on a page: a field for text and a component's text of that name are the same. Alpine's own covers every kind of field.
import { directive } from "alpinejs/src/directives";
import { closestDataProxy } from "alpinejs/src/scope";

directive("model", (element, { expression: name }, { cleanup, effect }) => {
  const field = element as Element & { value: string };
  const component = closestDataProxy(field);
  const hear = () => {
    component[name] = field.value;
  };
  field.addEventListener("input", hear);
  cleanup(() => field.removeEventListener("input", hear));
  effect(() => {
    const text = String(component[name] ?? "");
    // What is the same already is left alone, and so is the place in it where somebody writes.
    if (field.value !== text) field.value = text;
  });
});
