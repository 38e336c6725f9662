// Brings a share of mine to the curl that asked for it: one request for each piece, the next when the server has passed the last one on. A request whose body
// is a stream would need HTTP/2, and a WebSocket words for credit; here the answer is the credit, and a proxy in front sees ordinary requests.
import { type PipeFailure, pipeFailureNames } from "../../protocol/pipe-failure.ts";
import type { Share } from "../../protocol/share.ts";
import type { Gathered } from "../gather.ts";
import { pipedBytes } from "./bytes.ts";

class Refused extends Error {
  constructor(readonly why: PipeFailure) {
    super(why);
  }
}

/**
 * @param lent.url of the run; @param lent.moved told how many bytes of how many the server has passed on
 * @returns why it ended before it was whole, if it did
 */
export async function carry(lent: {
  url: string;
  share: Share;
  files: Gathered["files"];
  dropped: AbortSignal;
  moved: (done: number, total: number) => void;
}): Promise<PipeFailure | undefined> {
  const { url, dropped, moved } = lent;
  const { size, pieces } = pipedBytes(lent.share, lent.files);
  let at = 0;
  try {
    moved(0, size);
    // The next piece is read while this one is on its way.
    let next = await read(pieces);
    while (next !== undefined) {
      const piece = next;
      const following = read(pieces);
      // If the post fails, nobody waits for it any more.
      following.catch(() => {});
      await post(`${url}?at=${at}`, dropped, piece);
      at += piece.length;
      moved(at, size);
      next = await following;
    }
    await post(`${url}?at=${at}&end=whole`, dropped);
    return undefined;
  } catch (error) {
    if (dropped.aborted) return "pipe-forbidden";
    if (error instanceof Refused) return error.why;
    // The server need not wait for what does not come.
    await post(`${url}?at=${at}&end=changed`, dropped).catch(() => {});
    return "pipe-changed";
  } finally {
    void pieces.return(undefined);
  }
}

async function read(pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { done, value } = await pieces.next();
  return done === true ? undefined : value;
}

async function post(url: string, signal: AbortSignal, body?: Uint8Array<ArrayBuffer>): Promise<void> {
  const headers = { accept: "application/json", "content-type": "application/octet-stream" };
  const answer = await fetch(url, { method: "POST", headers, signal, ...(body === undefined ? {} : { body }) }).catch(() => undefined);
  if (answer === undefined) throw new Refused("pipe-cut");
  if (answer.ok) return;
  const { title } = (await answer.json().catch(() => ({}))) as { title?: unknown };
  throw new Refused(pipeFailureNames.find((each) => each === title) ?? "pipe-cut");
}
