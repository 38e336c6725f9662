// The dashboard for Grafana: what it asks Prometheus for is what the server tells.
import { expect, test } from "bun:test";
import dashboard from "../../deploy/grafana.json";
import { readFigures } from "../support/figures.ts";
import { curl, outside } from "../support/outside.ts";

const { ask } = await outside({ metrics: "on" });
await ask("/nowhere", curl);
const tell = async () => new Set(readFigures(await (await ask("/metrics", curl)).text()).map(({ name }) => name));
// An answer is counted once it is given.
let told = await tell();
while (!told.has("roomcp_failures_total")) {
  await Bun.sleep(1);
  told = await tell();
}
const { panels } = dashboard;
const asked = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(/\b(?:roomcp|process|nodejs)_\w+/g) ?? []));

test("every figure that is asked for is told", () => {
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((name) => !told.has(name))).toEqual([]);
  expect(told).toContain(/label_values\((\w+),/.exec(dashboard.templating.list[0]?.definition ?? "")?.[1] ?? "none");
});

test("every figure of rooms that is told is shown", () => {
  const own = [...told].filter((name) => /^roomcp_(?!http_answer_seconds_(sum|count|bucket))/.test(name));
  expect(own.length).toBeGreaterThan(7);
  expect(own.filter((name) => !asked.includes(name))).toEqual([]);
});

test("panels have numbers of their own, and none lies on another", () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
});

test("every panel asks whichever Prometheus is chosen when it is imported", () => {
  const [input] = dashboard.__inputs;
  for (const { datasource, targets } of panels)
    for (const each of [datasource, ...targets.map((target) => target.datasource)]) expect(each.uid).toBe(`\${${input?.name}}`);
});
