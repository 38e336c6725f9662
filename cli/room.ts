// roomcp room: makes a room and prints its address.
import { renderUnicodeCompact } from "uqr";
import type { Io } from "./command.ts";
import { type Command, exit } from "./command.ts";
import { misused } from "./failed.ts";
import { readFlags } from "./flags.ts";
import { json, server } from "./flags-of-visits.ts";
import { makeRoom, type RoomLink, serverAt, urlOf } from "./room-link.ts";
import { type Teller, teller } from "./teller.ts";

const flags = { server, json };

export const command: Command = {
  name: "room",
  summary: "make a room and print its address",
  usage: "[options] [NAME]",
  flags,
  more: "The secret behind # is made on this machine; the server never sees it. The room waits 10 minutes for its first person.",
  async run(argv, io) {
    const { values, rest } = readFlags(flags, argv, { env: io.env });
    const [name, more] = rest;
    if (more !== undefined) throw misused("argument-unexpected", { name: more });
    const tell = teller(io, values.json);
    tellRoom(await makeRoom(serverAt(values.server), name, io), tell, io);
    await tell.flushed();
    return exit.ok;
  },
};

/** The address, and a QR code of it for the phone beside the terminal. */
export function tellRoom(link: RoomLink, tell: Teller, io: Io): void {
  const url = urlOf(link);
  tell.result(url, { event: "room", url, room: link.room });
  const code = renderUnicodeCompact(url);
  // Broken over two lines no phone can read it.
  if (io.terminal.out && !tell.json && code.indexOf("\n") < io.terminal.columns()) tell.result(`\n${code}\n`, { event: "qr" });
}
