// What a server could do to what it passes on: nothing of it opens.
import { expect, test } from "bun:test";
import { relaySeal } from "../../edges/relay-seal.ts";
import { readRelayHead, relayHeadBytes, writeRelayHead } from "../../protocol/relay-message.ts";
import { peerId } from "../support/participant.ts";

const [ada, bob] = [peerId("a"), peerId("b")];
const key = (byte: number) => new Uint8Array(32).fill(byte);
const text = (said: string) => new TextEncoder().encode(said);
const read = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

for (const aes of [true, false]) {
  const name = aes ? "AES-256-GCM" : "ChaCha20-Poly1305";
  const pair = () => {
    const [one, other] = [relaySeal({ aes, mine: key(1), theirs: key(2) }), relaySeal({ aes, mine: key(2), theirs: key(1) })];
    const says = (said: string, kind: "control" | "frame" = "control") => one.seal(bob, kind, text(said));
    const hears = async (message: Uint8Array<ArrayBuffer>, kind: "control" | "frame" = "control") => read(await other.open(kind, message));
    return { one, other, says, hears };
  };

  test(`[L15] ${name}: what is sealed by one opens for the other, in order, and is not to be read in between`, async () => {
    const { says, hears } = pair();
    const messages = [await says("first"), await says("次", "control"), await says("", "frame")];
    expect(readRelayHead(messages[0] as Uint8Array)).toEqual({ peer: bob, kind: "control" });
    expect(read(messages[0] as Uint8Array)).not.toContain("first");
    expect(await hears(messages[0] as Uint8Array<ArrayBuffer>)).toBe("first");
    // Whose it is says the server; that is not sealed.
    writeRelayHead(messages[1] as Uint8Array, ada, "control");
    expect(await hears(messages[1] as Uint8Array<ArrayBuffer>)).toBe("次");
    expect(await hears(messages[2] as Uint8Array<ArrayBuffer>, "frame")).toBe("");
  });

  test(`[L15] ${name}: nothing opens that was changed, held back, said twice, turned round or given out as something else`, async () => {
    const changed = pair();
    for (const at of [relayHeadBytes, -1]) {
      const message = await changed.says("hello");
      const index = at < 0 ? message.length + at : at;
      message[index] = (message[index] ?? 0) ^ 1;
      expect(changed.hears(message)).rejects.toThrow();
    }
    const dropped = pair();
    await dropped.says("first");
    expect(dropped.hears(await dropped.says("second"))).rejects.toThrow();
    const replayed = pair();
    const once = await replayed.says("once");
    await replayed.hears(once);
    expect(replayed.hears(once)).rejects.toThrow();
    const mirrored = pair();
    const mine = await mirrored.says("mine");
    expect(mirrored.one.open("control", mine)).rejects.toThrow();
    const renamed = pair();
    expect(renamed.hears(await renamed.says("a word"), "frame")).rejects.toThrow();
    for (const length of [0, relayHeadBytes, relayHeadBytes + 15])
      expect(pair().other.open("control", new Uint8Array(length))).rejects.toThrow();
  });
}
