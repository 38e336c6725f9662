import { expect, test } from "bun:test";
import { endingOf } from "../../protocol/failure.ts";
import { beatEveryMs, beatWithinMs, protocolVersion, reconnectFirstMs, reconnectLastMs } from "../../protocol/limits.ts";
import type { FromServer } from "../../protocol/signal.ts";
import { beginSignalling, type SignallingEffect, type SignallingEvent, stepSignalling } from "../../protocol/signalling.ts";

const token = "0a".repeat(16);
const welcome: FromServer = { type: "welcome", version: 1, you: "a".repeat(43), peers: [] };

/** A socket, as far as the events brought it. */
function after(...events: SignallingEvent[]) {
  let [state, effects] = beginSignalling(token, false);
  const does = (event: SignallingEvent): readonly SignallingEffect[] => {
    [state, effects] = stepSignalling(state, event);
    return effects;
  };
  for (const event of events) does(event);
  return {
    does,
    /** The timer that was set last comes to its end. */
    wakes: () => does({ on: "woke", serial: state.serial }),
    get at() {
      return state.at;
    },
    get state() {
      return state;
    },
  };
}

const online = () => after({ on: "opened" }, { on: "heard", message: welcome });
const lost = (chance = 0): SignallingEvent => ({ on: "closed", code: 1006, chance });
const waitOf = (effects: readonly SignallingEffect[]) =>
  effects.flatMap((effect) => (effect.do === "wake" ? [effect.afterMs] : []))[0] ?? -1;

test("[S1] the first message is join, with version and token", () => {
  expect(beginSignalling(token, false)[1][0]).toEqual({ do: "open" });
  expect(after().does({ on: "opened" })[0]).toEqual({ do: "send", message: { type: "join", version: protocolVersion, token } });
});

test("[S1] nothing else is said before the welcome", () => {
  const socket = after({ on: "opened" });
  for (const event of [{ on: "leave" }, { on: "hurry" }, { on: "opened" }] as const) expect(socket.does(event)).toEqual([]);
  expect(socket.at).toBe("joining");
  socket.does({ on: "heard", message: welcome });
  expect(socket.at).toBe("online");
});

test("[S7] whoever leaves says so", () => {
  expect(online().does({ on: "leave" })).toEqual([{ do: "send", message: { type: "leave" } }]);
});

test("[S9] a beat is said every 20 s", () => {
  const socket = after({ on: "opened" });
  expect(waitOf(socket.does({ on: "heard", message: welcome }))).toBe(beatEveryMs);
  expect(beatEveryMs).toBe(20_000);
  const effects = socket.wakes();
  expect(effects[0]).toEqual({ do: "send", message: { type: "beat" } });
  expect(waitOf(effects)).toBe(beatWithinMs);
  expect(waitOf(socket.does({ on: "heard", message: { type: "beat" } }))).toBe(beatEveryMs);
});

test("[S9] a server that does not answer within 8 s is taken for lost", () => {
  const socket = online();
  socket.wakes();
  expect(socket.wakes()).toEqual([{ do: "close" }]);
  expect(beatWithinMs).toBe(8_000);
});

test("[S9] a server that does not answer the join is taken for lost", () => {
  const socket = after();
  expect(waitOf(socket.does({ on: "opened" }))).toBe(beatWithinMs);
  expect(socket.wakes()).toEqual([{ do: "close" }]);
});

test("[S9] whatever the server says shows that it lives", () => {
  const socket = online();
  socket.wakes();
  const { serial } = socket.state;
  socket.does({ on: "heard", message: { type: "away", peer: "b".repeat(43) } });
  expect(socket.does({ on: "woke", serial })).toEqual([]);
  expect(socket.wakes()).toContainEqual({ do: "send", message: { type: "beat" } });
});

test("[S10] a lost socket is opened again, after twice as long each time", () => {
  const socket = online();
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) {
    waits.push(waitOf(socket.does(lost(1))));
    expect(socket.wakes()[0]).toEqual({ do: "open" });
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  expect([reconnectFirstMs, reconnectLastMs]).toEqual([500, 15_000]);
});

test("[S10] half of the wait is random", () => {
  expect(waitOf(online().does(lost(0)))).toBe(250);
  expect(waitOf(online().does(lost(0.5)))).toBe(375);
});

test("[S10] it begins with a short wait again once it was online", () => {
  const socket = online();
  for (let i = 0; i < 5; i++) {
    socket.does(lost());
    socket.wakes();
  }
  socket.does({ on: "opened" });
  socket.does({ on: "heard", message: welcome });
  expect(waitOf(socket.does(lost(1)))).toBe(500);
});

test("[S10] a network that is back is tried at once, and the old timer means nothing", () => {
  const socket = online();
  socket.does(lost());
  const { serial } = socket.state;
  expect(socket.does({ on: "hurry" })[0]).toEqual({ do: "open" });
  expect(socket.does({ on: "woke", serial })).toEqual([]);
  expect(online().does({ on: "hurry" })).toContainEqual({ do: "send", message: { type: "beat" } });
});

test("[S10] an old timer means nothing", () => {
  const socket = online();
  expect(socket.does({ on: "woke", serial: socket.state.serial - 1 })).toEqual([]);
});

for (const why of ["room-full", "version-mismatch", "room-name-invalid", "message-unreadable", "not-joined"] as const) {
  test(`[S10] a socket that ended with ${why} stays closed`, () => {
    const socket = online();
    expect(socket.does({ on: "closed", code: endingOf(why).closeCode ?? 0, chance: 0 })).toEqual([]);
    expect(socket.state).toMatchObject({ at: "ended", why });
    for (const event of [{ on: "hurry" }, lost(), { on: "opened" }] as SignallingEvent[]) expect(socket.does(event)).toEqual([]);
    expect(socket.wakes()).toEqual([]);
  });
}

test("[S6] a socket that was replaced stays closed", () => {
  const socket = online();
  expect(socket.does({ on: "closed", code: endingOf("replaced").closeCode ?? 0, chance: 0 })).toEqual([]);
  expect(socket.state).toMatchObject({ at: "ended", why: "replaced" });
});

test("[S9] a server that takes no connection in time is taken for lost", () => {
  const [opening, effects] = beginSignalling(token, false);
  const [, closes] = stepSignalling(opening, { on: "woke", serial: opening.serial });
  expect(effects).toContainEqual({ do: "wake", afterMs: beatWithinMs, serial: opening.serial });
  expect(closes).toEqual([{ do: "close" }]);
});

test("[S8] [S10] why the server said no is known while the peer waits to try again", () => {
  const socket = online();
  socket.does({ on: "closed", code: endingOf("too-many-messages").closeCode ?? 0, chance: 0 });
  expect(socket.state).toMatchObject({ at: "waiting", why: "too-many-messages" });
});

test("[S10] a server that stops is joined again when it is back", () => {
  const socket = online();
  expect(waitOf(socket.does({ on: "closed", code: endingOf("server-stopping").closeCode ?? 0, chance: 0 }))).toBeGreaterThan(0);
  expect(socket.wakes()[0]).toEqual({ do: "open" });
  expect(socket.does({ on: "opened" })).toContainEqual({ do: "send", message: { type: "join", version: protocolVersion, token } });
});

test("[S12] a pass to the room is shown again when the socket is, and a welcome without one takes none away", () => {
  const pass = "p".repeat(43);
  const socket = after({ on: "opened" }, { on: "heard", message: { ...welcome, pass } });
  for (let i = 0; i < 2; i++) {
    socket.does(lost());
    socket.wakes();
    expect(socket.does({ on: "opened" })[0]).toEqual({ do: "send", message: { type: "join", version: protocolVersion, token, pass } });
    socket.does({ on: "heard", message: welcome });
  }
});
