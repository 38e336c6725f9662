// A look at the connections that a page makes, which it shows to nobody.
import type { Person } from "./person.ts";

/** From the next page on, `connections` of its window are all that it made, the newest last. */
export function keepConnections({ page }: Person): Promise<unknown> {
  return page.addInitScript(() => {
    const connections: RTCPeerConnection[] = [];
    const Native = RTCPeerConnection;
    Object.assign(window, { connections });
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
  });
}
