// The address of this machine in its own network: over plain HTTP it is no secure context, as `localhost` would be.
import { addressesToPrint } from "../../routes/addresses.ts";

const hosts = addressesToPrint("0.0.0.0", 0).map((url) => new URL(url).hostname);

/** Undefined on a machine without any network. */
export const lanHost = hosts.find((host) => host !== "localhost");
