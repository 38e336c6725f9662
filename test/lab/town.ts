// Where the matrix is played: an office with the server in it, whose router passes its ports on, and homes all over the internet. In each place there is room
// for two, so that everybody can meet everybody; who sits there has a Chromium that trusts the server's authority.
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { keepConnections } from "../support/connections.ts";
import { type Folder, temporaryFolder } from "../support/files.ts";
import { type Site as Home, openTown as openNetworks, passedOn } from "../support/internet.ts";
import type { Host } from "../support/lab.ts";
import { type Person, personIn } from "../support/person.ts";
import { openSite, type Site } from "../support/site.ts";
import { launchTrusting } from "../support/trust.ts";
import { openTurn } from "../support/turn.ts";
import { watchBytes } from "./copying.ts";

/** `lan`: in the office, where the server is. */
export const places = ["lan", "cone", "symmetric", "blocked"] as const;
export type Place = "lan" | Home;
export type Over = "http" | "https";
/** Which of the two in a place. */
export type Seat = { readonly place: Place; readonly nth: 0 | 1 };

export type Town = AsyncDisposable & {
  readonly server: Site;
  readonly folder: Folder;
  hostAt(seat: Seat): Host;
  /** Path and secret of a new room. */
  newRoom(): Promise<string>;
  addressOf(room: string, place: Place, over: Over): string;
  /** Somebody in a window that knows nothing of others. */
  personAt(seat: Seat): Promise<Person>;
};

/** @param lent.turn coturn stands on the internet, with a secret that the server knows */
export async function openTown(lent: { turn?: boolean; flags?: readonly string[] } = {}): Promise<Town> {
  const opened = new AsyncDisposableStack();
  try {
    return await open(opened, lent);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function open(
  opened: AsyncDisposableStack,
  { turn = false, flags = [] }: { turn?: boolean; flags?: readonly string[] },
): Promise<Town> {
  const folder = opened.use(await temporaryFolder());
  const homes = places.flatMap((place) => (place === "lan" ? [] : [place, place]));
  const networks = opened.use(await openNetworks(2, homes));
  const { office, wan } = networks;
  const turnUrl = turn ? opened.use(await openTurn(wan, "a secret")).url : "";
  const withTurn = turn ? [`--turn=${turnUrl}?transport=udp,${turnUrl}?transport=tcp`, "--turn-secret=a secret"] : [];
  const server = opened.use(
    await openSite({
      host: "0.0.0.0",
      port: passedOn.secure,
      namespace: office.server.name,
      flags: [
        "--tls=self",
        "--data",
        folder.path,
        "--qr=off",
        `--public-url=https://${office.outside}:${passedOn.secure}`,
        ...withTurn,
        ...flags,
      ],
    }),
  );
  const plain = `http://${office.outside}:${passedOn.plain}`;
  const authority = join(folder.path, "authority.crt");
  await Bun.write(authority, await fetch(`${plain}/tls/roomcp-ca.crt`));

  const hostAt = ({ place, nth }: Seat): Host => {
    const host = place === "lan" ? office.hosts[nth] : networks.homes[homes.indexOf(place) + nth];
    if (host === undefined) throw new Error(`nobody is at ${place}`);
    return host;
  };
  const browsers = new Map<Host, Browser>();
  const browserOn = async (host: Host): Promise<Browser> => {
    const known = browsers.get(host);
    if (known !== undefined) return known;
    const home = join(folder.path, `home-of-${host.name}`);
    const browser = opened.adopt(await launchTrusting(home, authority, host.chromium), (each) => each.close());
    browsers.set(host, browser);
    return browser;
  };

  return {
    server,
    folder,
    hostAt,
    async newRoom() {
      const response = await fetch(`${plain}/api/rooms`, { method: "POST" });
      const { pathname, hash } = new URL(((await response.json()) as { url: string }).url);
      return pathname + hash;
    },
    addressOf(room, place, over) {
      const port = over === "https" ? passedOn.secure : passedOn.plain;
      return `${over}://${place === "lan" ? office.inside : office.outside}:${port}${room}`;
    },
    async personAt(seat) {
      const person = await personIn(await browserOn(hostAt(seat)));
      await keepConnections(person);
      await watchBytes(person);
      return person;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
