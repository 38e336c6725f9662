// Does WebRTC work in this browser at all? Two connections of this page find each other, without any server.

import { within } from "../../edges/within.ts";
import type { Findings } from "./verdict.ts";

const patienceMs = 8_000;

export async function tryWebrtc(): Promise<Findings["webrtc"]> {
  if (typeof RTCPeerConnection === "undefined") return { at: "missing" };
  const connections: RTCPeerConnection[] = [];
  try {
    connections.push(new RTCPeerConnection(), new RTCPeerConnection());
    const ms = await within(roundTrip(connections as [RTCPeerConnection, RTCPeerConnection]), patienceMs);
    return ms === undefined ? { at: "silent" } : { at: "open", ms };
  } catch {
    return { at: "silent" };
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Milliseconds of one word there and back, over a channel that both sides open alike, as `link.ts` has them. */
async function roundTrip([one, other]: readonly [RTCPeerConnection, RTCPeerConnection]): Promise<number> {
  const [here, there] = [one, other].map((each) => each.createDataChannel("check", { negotiated: true, id: 0 })) as [
    RTCDataChannel,
    RTCDataChannel,
  ];
  there.onmessage = ({ data }) => there.send(data);
  const opened = Promise.all([here, there].map((channel) => new Promise((resolve) => (channel.onopen = resolve))));
  one.onicecandidate = ({ candidate }) => void other.addIceCandidate(candidate ?? undefined).catch(() => {});
  other.onicecandidate = ({ candidate }) => void one.addIceCandidate(candidate ?? undefined).catch(() => {});
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription as RTCSessionDescription);
  await other.setLocalDescription();
  await one.setRemoteDescription(other.localDescription as RTCSessionDescription);
  await opened;
  const back = new Promise((resolve) => (here.onmessage = resolve));
  const began = performance.now();
  here.send("there and back");
  await back;
  return performance.now() - began;
}
