// A participant's end of signalling: one WebSocket, opened and closed as `protocol/signalling.ts` says.
import { type FromServer, readFromServer } from "../protocol/signal.ts";
import type { SignallingEffect, SignallingEvent } from "../protocol/signalling.ts";

/** @param lent.url where the room's socket is; @param lent.report tells the machine what happened */
export function socketEdge(lent: { url: string; report: (event: SignallingEvent) => void }) {
  let socket: WebSocket | undefined;

  const open = () => {
    const opened = new WebSocket(lent.url);
    socket = opened;
    opened.onopen = () => socket === opened && lent.report({ on: "opened" });
    opened.onmessage = ({ data }) => {
      const message: FromServer | undefined = socket === opened ? readFromServer(data) : undefined;
      if (message !== undefined) lent.report({ on: "heard", message });
    };
    opened.onclose = ({ code }) => socket === opened && closed(code);
  };

  const closed = (code: number) => {
    socket = undefined;
    lent.report({ on: "closed", code, chance: Math.random() });
  };

  return (effect: Exclude<SignallingEffect, { do: "wake" }>) => {
    switch (effect.do) {
      case "open":
        return open();
      case "send":
        // What is said while nobody hears it is said again by the machine, when it is back.
        if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(effect.message));
        return;
      case "close": {
        // A server that is gone does not answer a close either, so nobody waits for it.
        const lost = socket;
        socket = undefined;
        lost?.close();
        return queueMicrotask(() => closed(1006));
      }
      default:
        return effect satisfies never;
    }
  };
}
