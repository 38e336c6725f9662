// Further connections of one pair, for file data alone. Each end offers those that it wants to receive over; frames go either way.
import { lanesMax, lowWaterBytes } from "../protocol/limits.ts";
import type { LaneWord } from "../protocol/peer-state.ts";
import { type FrameChannel, frameChannel } from "./frame-channel.ts";

type Lent = {
  iceServers: () => readonly RTCIceServer[];
  tell(word: LaneWord): void;
  frame(frame: ArrayBuffer): void;
  drained(): void;
};

type Lane = { readonly pc: RTCPeerConnection; readonly channel: FrameChannel };

/** So long a browser may look for its own addresses; what it has found by then is told. */
const gatherWithinMs = 1_500;

export function laneSet(lent: Lent) {
  /** Those that I offered, and those that were offered to me, by number. */
  const mine = new Map<number, Lane>();
  const theirs = new Map<number, Lane>();
  let offered = 0;

  const lay = (lanes: Map<number, Lane>, lane: number): RTCPeerConnection => {
    const pc = new RTCPeerConnection({ iceServers: [...lent.iceServers()] });
    const data = pc.createDataChannel("data", { negotiated: true, id: 0 });
    data.bufferedAmountLowThreshold = lowWaterBytes / lanesMax;
    const gone = () => takeUp(lanes, lane);
    const channel = frameChannel(data, { frame: lent.frame, drained: lent.drained, broken: gone });
    data.onclose = gone;
    pc.onconnectionstatechange = () => pc.connectionState === "failed" && gone();
    lanes.set(lane, { pc, channel });
    return pc;
  };

  const takeUp = (lanes: Map<number, Lane>, lane: number) => {
    const known = lanes.get(lane);
    if (known === undefined) return;
    lanes.delete(lane);
    known.pc.close();
    // What waited there is lost, and asked for again; others may have room.
    lent.drained();
  };

  /** A description is told with all its candidates, so that a lane is two words. */
  const describe = async (pc: RTCPeerConnection, lane: number): Promise<void> => {
    await pc.setLocalDescription();
    await Promise.race([gathered(pc), new Promise((resolve) => setTimeout(resolve, gatherWithinMs))]);
    // It was taken up meanwhile: nobody needs to lay the other end.
    if (pc.connectionState === "closed") return;
    const local = pc.localDescription;
    if (local?.type === "offer" || local?.type === "answer")
      lent.tell({ type: "lane", lane, description: { type: local.type, sdp: local.sdp } });
  };

  return {
    /** @param count lanes that I want, the link's own included */
    want(count: number): void {
      for (const lane of [...mine.keys()].slice(count - 1)) takeUp(mine, lane);
      while (mine.size < count - 1) {
        const lane = offered++;
        try {
          const pc = lay(mine, lane);
          describe(pc, lane).catch(() => takeUp(mine, lane));
        } catch {
          // A browser holds a bounded number of connections.
          return;
        }
      }
    },

    heard({ lane, description }: LaneWord): void {
      if (description.type === "answer") {
        mine
          .get(lane)
          ?.pc.setRemoteDescription(description)
          .catch(() => takeUp(mine, lane));
        return;
      }
      if (theirs.has(lane) || theirs.size >= lanesMax - 1) return;
      try {
        const pc = lay(theirs, lane);
        pc.setRemoteDescription(description)
          .then(() => describe(pc, lane))
          .catch(() => takeUp(theirs, lane));
      } catch {
        // They see that nothing answers, and their look at the rate takes it up.
      }
    },

    get open(): readonly FrameChannel[] {
      return [...mine.values(), ...theirs.values()].flatMap(({ channel }) => (channel.isOpen ? [channel] : []));
    },

    close(): void {
      for (const lanes of [mine, theirs]) {
        for (const { pc } of lanes.values()) pc.close();
        lanes.clear();
      }
    },
  };
}

function gathered(pc: RTCPeerConnection): Promise<void> {
  if (pc.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    pc.addEventListener("icegatheringstatechange", () => pc.iceGatheringState === "complete" && resolve());
  });
}
