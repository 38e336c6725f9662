// Each request and its answer, told once to whoever counts or logs: by the pattern of its address, never by the address itself.
import { Elysia } from "elysia";
import type { Failure } from "../protocol/failure.ts";
import type { PipeFailure } from "../protocol/pipe-failure.ts";
import { refusalOf } from "./problem.ts";

export type Exchange = {
  readonly method: string;
  /** Such as `/r/:name`; "none" where there is no such page. */
  readonly route: string;
  readonly status: number;
  /** Until the answer was made; what a slow reader takes to hear it does not count. */
  readonly ms: number;
  readonly why: Failure | PipeFailure | undefined;
};

/** Methods are a closed list too, or whoever invents some fills the memory of whoever counts. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);

/** @param lent.now milliseconds */
export function traffic(lent: { now: () => number; told: (exchange: Exchange) => void }) {
  const began = new WeakMap<Request, number>();
  return new Elysia({ name: "traffic" })
    .onRequest(({ request }) => void began.set(request, lent.now()))
    .onAfterResponse({ as: "global" }, ({ request, route, responseValue, set }) => {
      const refusal = refusalOf(request);
      // What was upgraded to a socket has no answer of ours.
      const answered = responseValue instanceof Response ? responseValue.status : set.status === 200 ? 101 : Number(set.status);
      lent.told({
        method: methods.has(request.method) ? request.method : "other",
        route: route || "none",
        status: refusal?.status ?? answered,
        ms: lent.now() - (began.get(request) ?? lent.now()),
        why: refusal?.why,
      });
    });
}
