// What a person has chosen for this device.
import { read, write } from "./storage.ts";

/** What each is until somebody chooses. */
const unchosen = { notify: false, sounds: false, rooms: true } as const;

export type Setting = keyof typeof unchosen;

export function isOn(setting: Setting): boolean {
  const kept = read("local", `roomcp:${setting}-on`);
  return kept === undefined ? unchosen[setting] : kept === "yes";
}

export function set(setting: Setting, on: boolean): void {
  write("local", `roomcp:${setting}-on`, on === unchosen[setting] ? undefined : on ? "yes" : "no");
}
