// Which datagrams get an answer, and how often: anybody can write anybody's address on what they send.
import { stunAnswersPerSecondMax, stunRequestsBurstMax, stunRequestsPerMinuteMax } from "../protocol/limits.ts";
import { type Bucket, take } from "../protocol/rate.ts";
import { openGate } from "./gate.ts";
import { lineOf } from "./ip.ts";
import { readRequest, writeAnswer } from "./stun-message.ts";

/** @param from what is written on it; @param port where it was heard. @returns what to send there, if anything */
export type Answers = (
  datagram: Uint8Array,
  from: { readonly address: string; readonly port: number },
  port: number,
) => Uint8Array | undefined;

/** @param lent.isOwn is this one of the machine's own addresses? */
export function openAnswers(lent: { now: () => number; isOwn: (address: string) => boolean }): Answers {
  const mayAsk = openGate(() => stunRequestsPerMinuteMax, lent.now, stunRequestsBurstMax);
  let all: Bucket | undefined;
  const may = (address: string) => {
    // An address is looked at only while there is something left for all, so that no more are remembered than can be answered.
    const [left, isLeft] = take(all, lent.now(), stunAnswersPerSecondMax, stunAnswersPerSecondMax);
    if (!isLeft || !mayAsk(lineOf(address))) return false;
    all = left;
    return true;
  };
  return (datagram, from, port) => {
    const request = from.port === 0 ? undefined : readRequest(datagram);
    if (request === undefined || !may(from.address)) return undefined;
    // An answer to ourselves would be no request, and so no loop; it is spared all the same.
    if (from.port === port && lent.isOwn(from.address)) return undefined;
    return writeAnswer(request, from);
  };
}
