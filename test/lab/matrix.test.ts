// Everybody meets everybody, wherever they are and whether they came over TLS: a file ends whole, and the link is what the topology allows.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { whyNoInternet } from "../support/internet.ts";
import { whyNoTurn } from "../support/turn.ts";
import { type Copied, copy } from "./copying.ts";
import { isAll, matrixBytes } from "./extent.ts";
import { expectedKind } from "./kinds.ts";
import { legend, tableOf } from "./table.ts";
import { type Over, openTown, type Place, places, type Town } from "./town.ts";

const why = whyNoInternet() ?? (Bun.which("certutil") === null ? "needs certutil, of NSS" : undefined);
const whyNot = why ?? whyNoTurn();
if (whyNot !== undefined) console.log(`The matrix of places is left out, ${why === undefined ? "with TURN" : "all of it"}: ${whyNot}.`);
setDefaultTimeout(240_000);

type Pair = readonly [Place, Place];
type Ways = readonly [Over, Over];

/** Each pair once. */
const pairs: readonly Pair[] = places.flatMap((a, i) => places.slice(i).map((b) => [a, b] as const));
/** Where one comes over plain HTTP and the other over TLS, it matters who. */
const orderedPairs: readonly Pair[] = places.flatMap((a) => places.map((b) => [a, b] as const));

const [plain, secure, mixed]: readonly Ways[] = [
  ["http", "http"],
  ["https", "https"],
  ["http", "https"],
];

type Plan = { readonly title: string; readonly ways: Ways; readonly pairs: readonly Pair[]; readonly turn?: true };
const whole: readonly Plan[] = [
  { title: "HTTP", ways: plain as Ways, pairs },
  { title: "TLS", ways: secure as Ways, pairs },
  { title: "HTTP to TLS", ways: mixed as Ways, pairs: orderedPairs },
  { title: "HTTP, TURN", ways: plain as Ways, pairs, turn: true },
];
/** On one cable, through two routers, through the server from its own network, and for those who have nothing but TCP. */
const telling: readonly Plan[] = [
  {
    title: "HTTP to TLS",
    ways: mixed as Ways,
    pairs: [
      ["lan", "lan"],
      ["cone", "cone"],
      ["symmetric", "lan"],
      ["blocked", "blocked"],
    ],
  },
];

for (const { title, ways, pairs, turn = false } of isAll ? whole : telling) {
  describe.skipIf((turn ? whyNot : why) !== undefined)(`the matrix, ${title}`, () => {
    let town: Town;
    const cells = new Map<`${Place} ${Place}`, Copied>();
    beforeAll(async () => {
      town = await openTown({ turn });
    });
    afterAll(async () => {
      await town?.[Symbol.asyncDispose]();
      console.log(`\n${legend}\n\n${tableOf(title, cells)}\n`);
    });

    for (const [a, b] of pairs) {
      const kind = expectedKind([a, b], turn);
      test(`[L13] [L14] [R7] ${a} and ${b} over ${ways.join(" and ")}: ${matrixBytes / 1e6} MB, whole, ${kind}`, async () => {
        const seats = [
          { place: a, nth: 0, over: ways[0] },
          { place: b, nth: 1, over: ways[1] },
        ] as const;
        const copied = await copy(town, seats, matrixBytes);
        cells.set(`${a} ${b}`, copied);
        expect(copied).toMatchObject({ kind, verified: true });
      });
    }
  });
}
