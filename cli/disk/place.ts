// What things of roomcp's own are called in a folder that is received into, so that a person who looks there knows them.
import { join } from "node:path";
import { withEnd } from "../../protocol/path.ts";

/** Hidden, beside what is received: a folder for each transfer that is not finished, with what is known of it. */
const recordsName = ".roomcp";
/** Ends the name of what is not finished. */
const partEnd = ".roomcp-part";

export function isOurs(name: string): boolean {
  return name === recordsName || name.endsWith(partEnd);
}

/** Is it the name of what is not finished, and no way to anywhere else? */
export function isPart(name: string): boolean {
  return name.endsWith(partEnd) && name.length > partEnd.length && !/[/\\\0]/.test(name);
}

export const partName = (name: string) => withEnd(name, partEnd);

export const recordsIn = (folder: string) => join(folder, recordsName);
