import { expect, test } from "bun:test";
import { titleOf } from "../../client/ui/title.ts";

test("the title says what nobody has seen yet, then how far transfers are, then whose it is", () => {
  expect(titleOf("tea · roomcp", { unread: 0, progress: "" })).toBe("tea · roomcp");
  expect(titleOf("tea · roomcp", { unread: 3, progress: "" })).toBe("(3) tea · roomcp");
  expect(titleOf("tea · roomcp", { unread: 0, progress: "42%" })).toBe("42% – tea · roomcp");
  expect(titleOf("tea · roomcp", { unread: 12, progress: "42%" })).toBe("(12) 42% – tea · roomcp");
});
