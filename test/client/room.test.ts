import { expect, test } from "bun:test";
import { statusOf } from "../../client/ui/room.ts";
import type { Signalling } from "../../protocol/signalling.ts";
import { hexId } from "../support/participant.ts";
import { peerWith } from "../support/shown.ts";

const at = (now: Partial<Signalling> & Pick<Signalling, "at">, losses = 0) =>
  statusOf(peerWith({ signalling: { token: hexId("f"), serial: 0, losses, ...now } as Signalling }));

test("before anybody has entered, the page is on its way", () => {
  expect(statusOf(undefined)).toBe("reconnecting");
});

test("[S10] online while the server is there, reconnecting after a loss, offline after some in a row or for good", () => {
  expect(at({ at: "online", beat: "due" })).toBe("online");
  expect(at({ at: "online", beat: "asked" }, 9)).toBe("online");
  for (const step of ["waiting", "opening", "joining"] as const) {
    expect([step, at({ at: step }, 0), at({ at: step }, 3)]).toEqual([step, "reconnecting", "reconnecting"]);
    expect([step, at({ at: step }, 4)]).toEqual([step, "offline"]);
  }
  expect(at({ at: "ended", why: "replaced" })).toBe("offline");
});
