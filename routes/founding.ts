// Who may make a room: everybody, or those who have the host's token. Whoever was let into a room has a pass to it, so that a server that was
// restarted, and remembers no room, lets its people make it again.
import { createHmac, scryptSync } from "node:crypto";
import { sameToken } from "./token.ts";

export type Founding = {
  /** True if the host has set a token. */
  readonly guarded: boolean;
  /** @param token what somebody says it is */
  may(token: string | null | undefined): boolean;
  /** A room's pass; undefined where none is needed. */
  passTo(room: string): string | undefined;
  mayReturn(room: string, pass: string | undefined): boolean;
};

export function openFounding(createToken: string): Founding {
  const guarded = createToken !== "";
  // A pass is given to everybody who comes in: whoever would guess the token by it must pay for each guess.
  const key = guarded ? scryptSync(createToken, "roomcp pass", 32) : undefined;
  const passTo = (room: string) => key && createHmac("sha256", key).update(`pass to ${room}`).digest("base64url");
  return {
    guarded,
    may: (token) => !guarded || sameToken(token ?? "", createToken),
    passTo,
    mayReturn: (room, pass) => !guarded || (pass !== undefined && sameToken(pass, passTo(room) ?? "")),
  };
}
