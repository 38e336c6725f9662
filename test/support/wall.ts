// A page that no other finds a direct way to.
import type { Page } from "playwright-core";

/** From now on this page takes no way that the other side names, until it is told that it may. */
export async function wallIn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let walls = true;
    const held: (() => void)[] = [];
    const fall = () => {
      walls = false;
      for (const each of held.splice(0)) each();
    };
    class Walled extends RTCPeerConnection {
      override addIceCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
        if (!walls) return super.addIceCandidate(candidate ?? undefined);
        held.push(() => super.addIceCandidate(candidate ?? undefined).catch(() => {}));
        return Promise.resolve();
      }
      override setRemoteDescription({ type, sdp }: RTCSessionDescriptionInit): Promise<void> {
        return super.setRemoteDescription({ type, sdp: walls ? (sdp ?? "").replace(/^a=candidate:.*\r\n/gm, "") : (sdp ?? "") });
      }
    }
    Object.assign(window, { RTCPeerConnection: Walled, fall });
  });
}
