// A message's tree as elements. Each is made by name and filled with text, so that nothing that somebody says is ever read as markup.
import type { Markup } from "./markup.ts";

/** @param copy what the button of a block of code is called */
export function drawn(tree: readonly Markup[], copy: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const part of tree) fragment.append(nodeOf(part, copy));
  return fragment;
}

function nodeOf(part: Markup, copy: string): Node {
  switch (part.is) {
    case "text":
      return document.createTextNode(part.text);
    case "code":
      return element("code", { textContent: part.text, className: "inline" });
    case "strong": {
      const strong = element("strong");
      strong.append(drawn(part.inside, copy));
      return strong;
    }
    case "link":
      return element("a", { textContent: part.text, href: part.href, rel: "noopener noreferrer nofollow", target: "_blank" });
    case "block": {
      const block = element("div", { className: "block" });
      const pre = element("pre", { tabIndex: 0 });
      pre.append(element("code", { textContent: part.text }));
      const button = element("button", { type: "button", className: "small", textContent: copy });
      button.dataset.copy = "code";
      block.append(element("span", { className: "language", textContent: part.language }), button, pre);
      return block;
    }
    default:
      return part satisfies never;
  }
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, how: Partial<HTMLElementTagNameMap[Name]> = {}) {
  return Object.assign(document.createElement(name), how);
}
