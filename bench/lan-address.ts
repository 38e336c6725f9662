// This machine's own address on its network, where a page is no secure context.
import { addressesToPrint } from "../routes/addresses.ts";

/** Throws where the machine has no address but its loopback. */
export function lanAddress(): string {
  const url = addressesToPrint("0.0.0.0", 0).find((each) => !each.includes("localhost"));
  if (url === undefined) throw new Error("this machine has no address but its loopback");
  return new URL(url).hostname;
}
