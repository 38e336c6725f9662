// The flags that commands for rooms share.
import { hostname } from "node:os";
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
  says: "what others call you; otherwise user@machine",
  read(text) {
    const read = readNickname(text);
    if (read === undefined) throw new Error("a name of 1 to 40 visible characters");
    return read;
  },
  value: "",
};

/** The nickname that was given, or who is at which machine. */
export function nicknameOf(given: string, { env }: Io): string {
  return given || nicknameAt(env.LOGNAME || env.USER || env.USERNAME || "", hostname());
}

/** Code points of each half: both and the sign between them make a nickname. */
const halfMax = 19;

/** `hanako@studio`: of the machine's name the part before the first dot. What cannot be a nickname is left out. */
export function nicknameAt(user: string, machine: string): string {
  const [host = ""] = machine.split(".", 1);
  const halves = [user, host === "localhost" ? "" : host].map((half) => readNickname([...half].slice(0, halfMax).join("")) ?? "");
  return halves.filter((half) => half !== "").join("@") || "roomcp";
}
