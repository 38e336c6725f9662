import { expect, test } from "bun:test";
import { html, langQuery, visitor } from "../../routes/html.ts";

const hostile = `<script>"'&</script>`;
const harmless = "&lt;script&gt;&quot;&#39;&amp;&lt;/script&gt;";

test("what is put into html`` is text, wherever it stands", () => {
  expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(`<p title="${harmless}">${harmless}</p>`);
  expect(html`${[hostile, html`<b>${hostile}</b>`]}`.markup).toBe(`${harmless}<b>${harmless}</b>`);
});

test("markup put into markup stays markup, and is escaped once", () => {
  const inner = html`<i>${"&"}</i>`;
  expect(html`<b>${inner}${[inner, inner]}</b>`.markup).toBe("<b><i>&amp;</i><i>&amp;</i><i>&amp;</i></b>");
});

test("numbers are shown, nothing is nothing", () => {
  expect(html`${0} ${1.5}${undefined}${false}${""}${[]}!`.markup).toBe("0 1.5!");
});

test("something that looks like markup's object is text", () => {
  expect(html`${JSON.parse('["<b>"]')}`.markup).toBe("&lt;b&gt;");
  expect(html`${JSON.parse('{"markup":"<b>"}')}`.markup).not.toContain("<b>");
});

test("a language is carried on only by whoever came with one", () => {
  expect(langQuery(visitor("ja", new URL("http://rooms.test/?lang=ja")))).toBe("?lang=ja");
  expect(langQuery(visitor("ja", new URL("http://rooms.test/")))).toBe("");
});
