import { expect, test } from "bun:test";
import { endingOf } from "../../protocol/failure.ts";
import { reconnectFirstMs } from "../../protocol/limits.ts";
import { noRelaying, type Relaying, type RelayingEvent, stepRelaying } from "../../protocol/relaying.ts";

const lent = { ticket: "t".repeat(86), prefers: false };

function after(...events: RelayingEvent[]) {
  let state: Relaying = noRelaying;
  const does = (event: RelayingEvent) => {
    const [next, effects] = stepRelaying(state, event);
    state = next;
    return effects;
  };
  for (const event of events) does(event);
  return {
    does,
    get state() {
      return state;
    },
  };
}

const welcomed: RelayingEvent = { on: "welcomed", lent };
const closed = (code: number): RelayingEvent => ({ on: "closed", code, chance: 1 });

test("[S14] the socket is opened with the ticket of the welcome, and anew with each: where one socket was lost, the other may be dead", () => {
  const relaying = after();
  expect(relaying.does(welcomed)).toEqual([{ do: "open", ticket: lent.ticket }]);
  relaying.does({ on: "opened" });
  expect(relaying.state.at).toBe("open");
  const next = { ...lent, ticket: "u".repeat(86) };
  expect(relaying.does({ on: "welcomed", lent: next })).toEqual([{ do: "open", ticket: next.ticket }]);
  expect(relaying.state.at).toBe("opening");
});

test("[S14] a host that lends none any more is not asked", () => {
  expect(after().does({ on: "welcomed", lent: undefined })).toEqual([]);
  const relaying = after(welcomed, { on: "opened" });
  expect(relaying.does({ on: "welcomed", lent: undefined })).toEqual([{ do: "close" }]);
  expect(relaying.state.at).toBe("off");
});

test("[S10] a lost socket is opened again, after a while that grows", () => {
  const relaying = after(welcomed, { on: "opened" });
  const [wake] = relaying.does(closed(1006));
  expect(wake).toMatchObject({ do: "wake", afterMs: reconnectFirstMs });
  expect(relaying.does({ on: "woke", serial: 0 })).toEqual([]);
  expect(relaying.does({ on: "woke", serial: relaying.state.serial })).toEqual([{ do: "open", ticket: lent.ticket }]);
  expect(relaying.does(closed(1006))).toMatchObject([{ afterMs: 2 * reconnectFirstMs }]);
});

test("[L17] what the host has had enough of is not asked for again before the next welcome, and it is known why", () => {
  const relaying = after(welcomed, { on: "opened" });
  expect(relaying.does(closed(endingOf("relay-spent").closeCode ?? 0))).toEqual([]);
  expect(relaying.state).toMatchObject({ at: "off", why: "relay-spent" });
  expect(relaying.does(welcomed)).toEqual([{ do: "open", ticket: lent.ticket }]);
  expect(after(welcomed, { on: "opened" }).does(closed(endingOf("relay-overrun").closeCode ?? 0))).toMatchObject([{ do: "wake" }]);
});
