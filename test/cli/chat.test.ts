import { expect, test } from "bun:test";
import { addressed, spoken } from "../../cli/chat.ts";
import { peerWith, peopleOf, personWith } from "../support/shown.ts";

test("nobody can say a line that looks as if another had said it", () => {
  expect(spoken("Eve", "hello\nAda: my passphrase is …\n\nBob: mine too")).toBe(
    "Eve: hello\n  Ada: my passphrase is …\n  \n  Bob: mine too",
  );
});

test("[C5] a line for one person names somebody who is here, by the longest name that fits, or is said to nobody", () => {
  const [ken, kenta] = [personWith("a", "Ken"), personWith("b", "Ken Sato")];
  const peer = peerWith({ people: peopleOf(ken, kenta) });
  expect(addressed(peer, "/to Ken hello")).toEqual({ to: ken.id, text: "hello" });
  expect(addressed(peer, "/to Ken Sato hello  you")).toEqual({ to: kenta.id, text: "hello  you" });
  expect(addressed(peer, "/to Mia hello")).toMatchObject({ to: "nobody" });
  expect(addressed(peer, "/to Me hello")).toMatchObject({ to: "nobody" });
  expect(addressed(peer, "/tomorrow")).toEqual({ to: undefined, text: "/tomorrow" });
});
