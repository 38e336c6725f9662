// The one WebSocket of a participant to the relay. What is in the messages is not its business.
import { idLength, relayMessage } from "../protocol/relay-message.ts";
import type { RelaySocketEffect, RelaySocketEvent } from "../protocol/relay-socket.ts";
import type { PeerId } from "../protocol/signal.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export function relaySocketEdge(lent: { url: string; report: (event: RelaySocketEvent) => void; heard: (message: Bytes) => void }) {
  const { report } = lent;
  let socket: WebSocket | undefined;
  let me: PeerId | undefined;
  /** It was asked whether the socket lives, and nothing has come since. */
  let asked = false;

  const open = (ticket: string) => {
    close();
    const opened = new WebSocket(lent.url);
    socket = opened;
    me = ticket.slice(0, idLength);
    asked = false;
    opened.binaryType = "arraybuffer";
    opened.onopen = () => {
      if (socket !== opened) return;
      opened.send(ticket);
      report({ on: "opened" });
    };
    opened.onmessage = ({ data }) => socket === opened && data instanceof ArrayBuffer && heard(new Uint8Array(data));
    opened.onclose = ({ code }) => {
      if (socket !== opened) return;
      socket = undefined;
      report({ on: "closed", code, chance: Math.random() });
    };
  };

  const close = () => {
    const before = socket;
    socket = undefined;
    before?.close();
  };

  const heard = (message: Bytes) => {
    if (asked) {
      asked = false;
      report({ on: "alive" });
    }
    lent.heard(message);
  };

  const send = (message: Bytes) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(message);
  };

  /** Nobody is absent to themselves but for the server, which says so. */
  const beat = () => {
    if (me === undefined) return;
    asked = true;
    send(relayMessage(me, "word", new Uint8Array()));
  };

  return {
    act(effect: Exclude<RelaySocketEffect, { do: "wake" }>) {
      switch (effect.do) {
        case "open":
          return open(effect.ticket);
        case "close":
          return close();
        case "beat":
          return beat();
        default:
          return effect satisfies never;
      }
    },
    send,
    /** Bytes that it has taken and not sent yet. */
    get buffered() {
      return socket?.bufferedAmount ?? 0;
    },
  };
}
