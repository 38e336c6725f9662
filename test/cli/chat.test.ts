import { expect, test } from "bun:test";
import { spoken } from "../../cli/chat.ts";

test("nobody can say a line that looks as if another had said it", () => {
  expect(spoken("Eve", "hello\nAda: my passphrase is …\n\nBob: mine too")).toBe(
    "Eve: hello\n  Ada: my passphrase is …\n  \n  Bob: mine too",
  );
});
