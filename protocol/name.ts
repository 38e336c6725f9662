// What people call rooms and themselves. Names are data: shown as typed, never markup.
import { nicknameMax, randomNameLength, roomNameMax } from "./limits.ts";

const roomName = new RegExp(`^[\\p{L}\\p{M}\\p{Nd}_-]{1,${roomNameMax}}$`, "u");

/** A room's name in its one spelling (NFC), or undefined if it is none: 1–64 letters, marks, digits, `-`, `_` of any script. */
export function readRoomName(raw: unknown): string | undefined {
  if (typeof raw !== "string" || raw.length > 8 * roomNameMax) return undefined;
  const name = raw.trim().normalize("NFC");
  return roomName.test(name) ? name : undefined;
}

/** Digits and letters that no typeface makes look alike: no 0 o, 1 i l. */
const symbols = "23456789abcdefghjkmnpqrstuvwxyz";

/** A random room name. `fill` overwrites the bytes with random ones; bytes that would favour some symbols are thrown away. */
export function randomRoomName(fill: (bytes: Uint8Array<ArrayBuffer>) => void): string {
  const fair = 256 - (256 % symbols.length);
  let name = "";
  const bytes = new Uint8Array(2 * randomNameLength);
  while (name.length < randomNameLength) {
    fill(bytes);
    for (const byte of bytes) {
      if (byte < fair && name.length < randomNameLength) name += symbols[byte % symbols.length];
    }
  }
  return name;
}

/** What cannot be seen, and would make two names look alike; emoji and some scripts need the joiners and the variation selector. */
const unseen = /(?!\u200c|\u200d|\ufe0f)[\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Control characters (but white space, which is folded), lone surrogates, and what turns the reading direction. */
const harmful = /(?!\s)[\p{Cc}]|[\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

const visible = /[^\p{Cf}\p{Z}\p{M}]/u;

/** A nickname as it will be shown, or undefined: 1–40 code points of any script, white space trimmed and folded, no control characters. */
export function readNickname(raw: unknown): string | undefined {
  if (typeof raw !== "string" || raw.length > 8 * nicknameMax || harmful.test(raw)) return undefined;
  const name = raw.replace(unseen, "").normalize("NFC").replace(/\s+/gu, " ").trim();
  const length = [...name].length;
  return length < 1 || length > nicknameMax || !visible.test(name) ? undefined : name;
}
