// WebRTC for a terminal: the native add-on of node-datachannel (libdatachannel), loaded by itself. Its JavaScript would ask for it by a
// computed name, which no bundle can follow; here each name stands as it is.
import { Failed } from "./failed.ts";

/** As much of the add-on as is used here; node-datachannel 0.33, `src/cpp/peer-connection-wrapper.cpp`. */
export type Addon = {
  readonly PeerConnection: new (name: string, config: PeerConfig) => PeerConnection;
  /** Ends all threads. Without it a connection that was ever made keeps the process alive. */
  cleanup(): void;
  getLibraryVersion(): string;
};

export type PeerConfig = {
  /** `stun:host:port`, or a TURN server that is reached over UDP. */
  readonly iceServers: readonly (string | TurnServer)[];
  readonly disableAutoNegotiation: true;
  readonly maxMessageSize: number;
};

export type TurnServer = {
  readonly hostname: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly relayType: "TurnUdp";
};

/**
 * Callbacks come on the program's own thread. What one throws ends the whole process at once, so none may.
 * A connection or channel that nobody refers to is closed by the collector.
 */
export type PeerConnection = {
  setLocalDescription(type: "offer" | "answer"): void;
  /** Throws where it cannot be read. */
  setRemoteDescription(sdp: string, type: "offer" | "answer"): void;
  /** Throws where it cannot be read, or the connection has failed. */
  addRemoteCandidate(candidate: string, mid: string): void;
  createDataChannel(label: string, how: { negotiated: true; id: number }): DataChannel;
  onLocalDescription(heard: (sdp: string, type: string) => void): void;
  onLocalCandidate(heard: (candidate: string, mid: string) => void): void;
  onGatheringStateChange(heard: (state: string) => void): void;
  onStateChange(heard: (state: string) => void): void;
  getSelectedCandidatePair(): { readonly local: { readonly type: string }; readonly remote: { readonly type: string } } | null;
  close(): void;
};

export type DataChannel = {
  /** Both throw after the end, and where a message is larger than the other side takes. False: it waits. */
  sendMessage(text: string): boolean;
  sendMessageBinary(bytes: Uint8Array): boolean;
  isOpen(): boolean;
  bufferedAmount(): number;
  /** Bytes that the other side takes at once. */
  maxMessageSize(): number;
  setBufferedAmountLowThreshold(bytes: number): void;
  onOpen(heard: () => void): void;
  onClosed(heard: () => void): void;
  onBufferedAmountLow(heard: () => void): void;
  onMessage(heard: (message: string | Uint8Array) => void): void;
  close(): void;
};

/** For each system those that may fit, by their literal names. A build for one system leaves the others out. */
const addons: Readonly<Record<string, readonly (() => Addon)[]>> = {
  "linux-x64": [() => require("@node-datachannel/linux-x64-gnu"), () => require("@node-datachannel/linux-x64-musl")],
  "linux-arm64": [() => require("@node-datachannel/linux-arm64-gnu"), () => require("@node-datachannel/linux-arm64-musl")],
  "darwin-x64": [() => require("@node-datachannel/darwin-x64")],
  "darwin-arm64": [() => require("@node-datachannel/darwin-arm64")],
  "win32-x64": [() => require("@node-datachannel/win32-x64-msvc")],
  "win32-arm64": [() => require("@node-datachannel/win32-arm64-msvc")],
};

let loaded: Addon | undefined;

/** Throws `Failed` (`webrtc-missing`) where there is none for this system, or none loads. */
export function loadAddon(): Addon {
  if (loaded !== undefined) return loaded;
  const system = `${process.platform}-${process.arch}`;
  let needed = `there is none for ${system}`;
  for (const load of addons[system] ?? []) {
    try {
      loaded = load();
      return loaded;
    } catch (error) {
      needed = error instanceof Error ? error.message.split("\n", 1).join() : String(error);
    }
  }
  throw new Failed("webrtc-missing", { needed });
}

/** Ends what the add-on runs. The process cannot end by itself before. */
export function unloadAddon(): void {
  loaded?.cleanup();
}
