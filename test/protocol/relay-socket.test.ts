import { expect, test } from "bun:test";
import { endingOf } from "../../protocol/failure.ts";
import { beatEveryMs, reconnectFirstMs, relayBeatWithinMs } from "../../protocol/limits.ts";
import { noRelaySocket, type RelaySocket, type RelaySocketEvent, stepRelaySocket } from "../../protocol/relay-socket.ts";

const lent = { ticket: "t".repeat(86), prefers: false };

function after(...events: RelaySocketEvent[]) {
  let state: RelaySocket = noRelaySocket;
  const does = (event: RelaySocketEvent) => {
    const [next, effects] = stepRelaySocket(state, event);
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

const welcomed: RelaySocketEvent = { on: "welcomed", lent };
const closed = (code: number): RelaySocketEvent => ({ on: "closed", code, chance: 1 });

test("[S14] the socket is opened with the ticket of the welcome, and anew with each: where one socket was lost, the other may be dead", () => {
  const relaySocket = after();
  expect(relaySocket.does(welcomed)).toEqual([{ do: "open", ticket: lent.ticket }]);
  relaySocket.does({ on: "opened" });
  expect(relaySocket.state.at).toBe("open");
  const next = { ...lent, ticket: "u".repeat(86) };
  expect(relaySocket.does({ on: "welcomed", lent: next })).toEqual([{ do: "open", ticket: next.ticket }]);
  expect(relaySocket.state.at).toBe("opening");
});

test("[S14] a host that lends none any more is not asked", () => {
  expect(after().does({ on: "welcomed", lent: undefined })).toEqual([]);
  const relaySocket = after(welcomed, { on: "opened" });
  expect(relaySocket.does({ on: "welcomed", lent: undefined })).toEqual([{ do: "close" }]);
  expect(relaySocket.state.at).toBe("off");
});

test("[S10] a lost socket is opened again, after a while that grows", () => {
  const relaySocket = after(welcomed, { on: "opened" });
  const [wake] = relaySocket.does(closed(1006));
  expect(wake).toMatchObject({ do: "wake", afterMs: reconnectFirstMs });
  expect(relaySocket.does({ on: "woke", serial: 0 })).toEqual([]);
  expect(relaySocket.does({ on: "woke", serial: relaySocket.state.serial })).toEqual([{ do: "open", ticket: lent.ticket }]);
  relaySocket.does({ on: "opened" });
  expect(relaySocket.does(closed(1006))).toMatchObject([{ afterMs: 2 * reconnectFirstMs }]);
  relaySocket.does({ on: "woke", serial: relaySocket.state.serial });
  relaySocket.does({ on: "opened" });
  relaySocket.does({ on: "woke", serial: relaySocket.state.serial });
  expect(relaySocket.does(closed(1006))).toMatchObject([{ afterMs: reconnectFirstMs }]);
});

test("[L17] what the host has had enough of is not asked for again before the next welcome, and it is known why", () => {
  const relaySocket = after(welcomed, { on: "opened" });
  expect(relaySocket.does(closed(endingOf("relay-spent").closeCode ?? 0))).toEqual([]);
  expect(relaySocket.state).toMatchObject({ at: "off", why: "relay-spent" });
  expect(relaySocket.does(welcomed)).toEqual([{ do: "open", ticket: lent.ticket }]);
  expect(after(welcomed, { on: "opened" }).does(closed(endingOf("relay-overrun").closeCode ?? 0))).toMatchObject([{ do: "wake" }]);
});

test("[L17] what ends it only for now is known until it is open again", () => {
  const relaySocket = after(welcomed, { on: "opened" });
  relaySocket.does(closed(endingOf("relay-busy").closeCode ?? 0));
  expect(relaySocket.state).toMatchObject({ at: "waiting", why: "relay-busy" });
  relaySocket.does({ on: "woke", serial: relaySocket.state.serial });
  relaySocket.does(closed(1006));
  expect(relaySocket.state).toMatchObject({ at: "waiting", why: "relay-busy" });
  relaySocket.does({ on: "woke", serial: relaySocket.state.serial });
  relaySocket.does({ on: "opened" });
  expect(relaySocket.state).not.toHaveProperty("why");
});

test("[L20] it is asked now and then whether it lives; if nothing comes it is opened anew, whatever the browser says", () => {
  const socket = after(welcomed, { on: "opened" });
  const woke = (): RelaySocketEvent => ({ on: "woke", serial: socket.state.serial });
  expect(socket.does({ on: "alive" })).toEqual([]);
  expect(socket.does(woke())).toMatchObject([{ do: "beat" }, { do: "wake", afterMs: relayBeatWithinMs }]);
  expect(socket.does({ on: "alive" })).toMatchObject([{ do: "wake", afterMs: beatEveryMs }]);
  expect(socket.state.at).toBe("open");
  socket.does(woke());
  expect(socket.does(woke())).toEqual([{ do: "open", ticket: lent.ticket }]);
  expect(socket.state.at).toBe("opening");
});
