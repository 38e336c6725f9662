// The flags that commands for rooms share.
import { readNickname } from "../protocol/name.ts";
import type { Io, Option, Switch } from "./command.ts";

export const json: Switch = { flag: "json", says: "one JSON object a line on standard output (docs/terminal.md)", value: false };

export const server: Option<string> = {
  flag: "server",
  env: "ROOMCP_SERVER",
  says: "the server that makes the room, e.g. https://host",
  read: (text) => text,
  value: "",
};

export const name: Option<string> = {
  flag: "name",
  env: "ROOMCP_NAME",
  says: "what others call you; otherwise your name on this machine",
  read(text) {
    const read = readNickname(text);
    if (read === undefined) throw new Error("a name of 1 to 40 visible characters");
    return read;
  },
  value: "",
};

/** The nickname that was given, or what this machine calls its user. */
export function nicknameOf(given: string, { env }: Io): string {
  return given || (readNickname(env.LOGNAME ?? env.USER ?? env.USERNAME) ?? "roomcp");
}
