// A participant's side of pipes.
import { expect, test } from "bun:test";
import { pipesKnownMax } from "../../protocol/limits.ts";
import { enter, stepPeer } from "../../protocol/peer.ts";
import { type PipeWord, readPipeAsk, readPipeWord } from "../../protocol/pipe-word.ts";
import { noPiping, type Piping, type PipingEvent, stepPiping } from "../../protocol/piping.ts";
import type { RoomSecret } from "../../protocol/secret.ts";

const ann = "a".repeat(43);
const share = "5".repeat(32);
const ticket = "t".repeat(86);
const id = (number: number) => number.toString(16).padStart(32, "0");
const here: PipeWord = { is: "here", ticket, pipes: [] };

function page() {
  let now: Piping = noPiping;
  const does = (event: PipingEvent) => {
    const [next, effects] = stepPiping(now, event);
    now = next;
    return effects;
  };
  return {
    does,
    hears: (word: PipeWord) => does({ on: "heard", word }),
    get now() {
      return now;
    },
  };
}

test("[P8] a permission is asked for, said again after a loss, and ended", () => {
  const page_ = page();
  const allow = { on: "allow", share, pipe: id(1), name: "a" } as const;
  expect(page_.does(allow)).toEqual([]);
  page_.hears(here);
  const said = { do: "tell", word: { is: "allow", pipe: id(1), name: "a" } } as const;
  expect(page_.does(allow)).toEqual([said]);
  expect(page_.does({ ...allow, pipe: id(2) })).toEqual([]);
  expect(page_.hears(here)).toEqual([said]);
  expect(page_.does({ on: "forbid", share })).toEqual([{ do: "tell", word: { is: "forbid", pipe: id(1) } }]);
  expect(page_.hears(here)).toEqual([]);
});

test("[P8] a run is carried, counted when it is over, and dropped when the permission is taken back or the server calls anew", () => {
  const page_ = page();
  page_.hears(here);
  page_.does({ on: "allow", share, pipe: id(1), name: "a" });
  expect(page_.hears({ is: "called", pipe: id(9), run: id(50) })).toEqual([]);
  expect(page_.hears({ is: "called", pipe: id(1), run: id(51) })).toEqual([{ do: "carry", share, run: id(51) }]);
  page_.does({ on: "moved", run: id(51), done: 3, total: 9 });
  expect(page_.now.allowed.get(share)?.run).toEqual({ id: id(51), done: 3, total: 9 });
  page_.does({ on: "over", run: id(51) });
  expect(page_.now.allowed.get(share)).toEqual({ pipe: id(1), name: "a", times: 1 });
  page_.hears({ is: "called", pipe: id(1), run: id(52) });
  expect(page_.hears({ is: "called", pipe: id(1), run: id(53) })[0]).toEqual({ do: "drop", run: id(52) });
  // What the dropped one still says means nothing.
  page_.does({ on: "over", run: id(52), why: "pipe-forbidden" });
  expect(page_.now.allowed.get(share)?.run?.id).toBe(id(53));
  expect(page_.does({ on: "forbid", share })).toContainEqual({ do: "drop", run: id(53) });
});

test("[P6] what ended while the page was away is gone; what it saw end stays until it is removed", () => {
  const page_ = page();
  const what = (number: number) => ({ pipe: id(number), name: "f" });
  for (const number of [1, 2, 3]) page_.hears({ is: "piped", piped: { at: "offered", ...what(number) } });
  page_.hears({ is: "piped", piped: { at: "over", ...what(1), why: "pipe-untaken" } });
  page_.hears({ ...here, pipes: [{ at: "offered", ...what(3) }] });
  expect([...page_.now.pipes.keys()].sort()).toEqual([id(1), id(3)]);
  page_.does({ on: "remove", pipe: id(1) });
  expect([...page_.now.pipes.keys()]).toEqual([id(3)]);
});

test("[P7] a page keeps so many in mind, and of those what is over goes first", () => {
  const page_ = page();
  page_.hears({ is: "piped", piped: { at: "offered", pipe: id(0), name: "first" } });
  for (let i = 1; i <= 2 * pipesKnownMax; i++) page_.hears({ is: "piped", piped: { at: "over", pipe: id(i), name: "x" } });
  expect(page_.now.pipes.size).toBe(pipesKnownMax);
  expect(page_.now.pipes.has(id(0))).toBe(true);
});

test("[P2] a page that knows a secret takes no word of pipes and says none, whatever the server says", () => {
  const secrets: readonly [RoomSecret, boolean][] = [
    [{}, true],
    [{ link: `k=${"0".repeat(32)}` }, false],
    [{ link: `s=${"0".repeat(32)}` }, false],
    [{ passphrase: "north" }, false],
  ];
  for (const [secret, open] of secrets) {
    const lent = { room: "r", secret, seed: new Uint8Array(64), aes: true, session: id(1), token: id(2), nickname: "Ann" };
    let [peer] = enter({ ...lent, automatic: 2 ** 40, firstTransfer: 0 });
    const does = (event: Parameters<typeof stepPeer>[1]) => {
      const [next, effects] = stepPeer(peer, event, 0);
      peer = next;
      return effects;
    };
    const join = does({ on: "signalling", event: { on: "opened" } })[0];
    expect(join).toMatchObject({ do: "signalling", effect: { do: "send", message: { type: "join", ...(open ? { open } : {}) } } });
    if (!open) expect(JSON.stringify(join)).not.toContain('open"');
    does({ on: "signalling", event: { on: "heard", message: { type: "welcome", version: 4, you: ann, peers: [] } } });
    const told = { type: "pipe", word: { is: "piped", piped: { at: "offered", pipe: id(1), name: "f" } } } as const;
    // [P4]: nor is it taken by itself, however much is.
    expect(does({ on: "signalling", event: { on: "heard", message: told } }).filter((effect) => effect.do !== "wake")).toEqual(
      open ? [{ do: "pipe", word: told.word }] : [],
    );
    const asked = does({ on: "pipe", word: { is: "allow", pipe: id(1), name: "f" } });
    expect(asked).toHaveLength(open ? 1 : 0);
  }
});

test("words that are not ours are none", () => {
  const good = { is: "piped", piped: { at: "offered", pipe: id(1), name: "f", size: 1 } };
  expect(readPipeWord(good)).toEqual(good as PipeWord);
  for (const bad of [undefined, null, 1, "here", {}, { is: "here" }, { ...good, piped: { ...good.piped, size: -1 } }, { is: "toString" }])
    expect(readPipeWord(bad)).toBeUndefined();
  for (const bad of [
    { is: "allow", pipe: id(1) },
    { is: "allow", pipe: "../x", name: "f" },
    { is: "allow", pipe: id(1), name: "" },
  ])
    expect(readPipeAsk(bad)).toBeUndefined();
});
