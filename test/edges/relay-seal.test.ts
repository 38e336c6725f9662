// What a server could do to what it passes on: nothing of it opens.
import { expect, test } from "bun:test";
import { terminalSeal } from "../../cli/relay-seal.ts";
import { relaySeal, type Seal, type Sealing } from "../../edges/relay-seal.ts";
import { controlMax, frameBytesMax } from "../../protocol/limits.ts";
import { type Kind, readRelayHead, relayHeadBytes, sealBytes, writeRelayHead } from "../../protocol/relay-message.ts";
import { peerId } from "../support/participant.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const [ada, bob] = [peerId("a"), peerId("b")];
const key = (byte: number) => new Uint8Array(32).fill(byte);
const text = (said: string) => new TextEncoder().encode(said);
const read = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A message is good until it was told, so what is kept is a copy. */
function sealed(by: Seal, kind: Kind, ...pieces: readonly Uint8Array[]): Promise<Bytes> {
  return new Promise((resolve) => by.seal(bob, kind, pieces, (message) => resolve(message?.slice() ?? new Uint8Array())));
}

/** A message is used up by being opened. */
function opened(by: Seal, kind: Kind, message: Bytes): Promise<Bytes | undefined> {
  return new Promise((resolve) => by.open(kind, message.slice(), resolve));
}

const sealings: Readonly<Record<string, Sealing>> = { browser: relaySeal, terminal: terminalSeal };

for (const aes of [true, false])
  for (const [from, oneSealing] of Object.entries(sealings))
    for (const [to, otherSealing] of Object.entries(sealings)) {
      const name = `${aes ? "AES-256-GCM" : "ChaCha20-Poly1305"}, ${from} to ${to}`;
      const pair = () => {
        const one = oneSealing({ aes, mine: key(1), theirs: key(2) });
        const other = otherSealing({ aes, mine: key(2), theirs: key(1) });
        const says = (said: string, kind: Kind = "control") => sealed(one, kind, text(said));
        const hears = async (message: Bytes, kind: Kind = "control") => {
          const plain = await opened(other, kind, message);
          return plain && read(plain);
        };
        return { one, other, says, hears };
      };

      test(`[L15] ${name}: what is sealed by one opens for the other, in order, and is not to be read in between`, async () => {
        const { says, hears } = pair();
        const [first, second, third] = [await says("first"), await says("次", "control"), await says("", "frame")];
        expect(readRelayHead(first)).toEqual({ peer: bob, kind: "control" });
        expect(read(first)).not.toContain("first");
        expect(await hears(first)).toBe("first");
        // Whose it is says the server; that is not sealed.
        writeRelayHead(second, ada, "control");
        expect(await hears(second)).toBe("次");
        expect(await hears(third, "frame")).toBe("");
      });

      test(`[L15] ${name}: pieces are one message, of whatever length, and what was sealed at once is told in order`, async () => {
        const { one, other } = pair();
        for (const length of [0, 1, 47, frameBytesMax - 48, 3 * controlMax]) {
          const [head, body] = [new Uint8Array(48).fill(7), crypto.getRandomValues(new Uint8Array(Math.min(length, 65_536)))];
          const whole = new Uint8Array(48 + length);
          whole.set(head);
          whole.set(body, 48);
          const message = await sealed(one, "frame", head, whole.subarray(48));
          expect(message.length).toBe(relayHeadBytes + 48 + length + sealBytes);
          const plain = await opened(other, "frame", message);
          expect(plain !== undefined && Buffer.compare(plain, whole)).toBe(0);
          // It goes on as a buffer of its own.
          expect(plain?.buffer.byteLength).toBe(plain?.length);
        }
        const many = Array.from({ length: 20 }, (_, n) => `${n} `.repeat((20 - n) * 500));
        const messages = await Promise.all(many.map((said) => sealed(one, "control", text(said))));
        const heard: string[] = [];
        await Promise.all(messages.map(async (message) => heard.push(read((await opened(other, "control", message)) ?? text("nothing")))));
        expect(heard).toEqual(many);
      });

      test(`[L15] ${name}: nothing opens that was changed, held back, said twice, turned round or given out as something else`, async () => {
        for (const at of [relayHeadBytes, -1]) {
          const changed = pair();
          const message = await changed.says("hello");
          const index = at < 0 ? message.length + at : at;
          message[index] = (message[index] ?? 0) ^ 1;
          expect(await changed.hears(message)).toBeUndefined();
        }
        const dropped = pair();
        await dropped.says("first");
        expect(await dropped.hears(await dropped.says("second"))).toBeUndefined();
        const replayed = pair();
        const once = await replayed.says("once");
        expect(await replayed.hears(once)).toBe("once");
        expect(await replayed.hears(once)).toBeUndefined();
        const mirrored = pair();
        expect(await opened(mirrored.one, "control", await mirrored.says("mine"))).toBeUndefined();
        const renamed = pair();
        expect(await renamed.hears(await renamed.says("a word"), "frame")).toBeUndefined();
        for (const length of [0, relayHeadBytes, relayHeadBytes + 15])
          expect(await opened(pair().other, "control", new Uint8Array(length))).toBeUndefined();
      });
    }
