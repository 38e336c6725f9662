// How routes describe themselves for /api/openapi.json: what an operation answers, in the words of OpenAPI 3.1.
import type { DocumentDecoration } from "elysia";
import type { Failure } from "../protocol/failure.ts";
import { type PipeFailure, pipeFailures } from "../protocol/pipe-failure.ts";
import { statusOf } from "./problem.ts";

export type Operation = DocumentDecoration;
type Answers = NonNullable<Operation["responses"]>;
type Answer = Exclude<Answers[string], { $ref: string }>;
type Content = NonNullable<Answer["content"]>;
type Schema = NonNullable<Content[string]["schema"]>;

export const text: Schema = { type: "string" };
export const asText: Content = { "text/plain": { schema: text } };
export const asBytes: Content = { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
export const asPage: Content = { "text/html": { schema: text } };
export const asJson = (schema: Schema): Content => ({ "application/json": { schema } });

/** All of it is there, and nothing else. */
export function object(properties: Record<string, Schema>, required = Object.keys(properties)): Schema {
  return { type: "object", properties, additionalProperties: false, ...(required.length > 0 && { required }) };
}

/** @param contents one of these, as was asked for */
export function answer(status: number, description: string, ...contents: readonly Content[]): Answers {
  return { [status]: contents.length === 0 ? { description } : { description, content: Object.assign({}, ...contents) } };
}

/** An answer that only leads elsewhere. */
export function leads(status: number, description: string): Answers {
  return { [status]: { description, headers: { location: { required: true, schema: text } } } };
}

function isPipe(name: Failure | PipeFailure): name is PipeFailure {
  return name in pipeFailures;
}

/** What may go wrong, by name: problem+json (RFC 9457), or one line for a terminal. @param more how else it may be told */
export function refusals(names: readonly (Failure | PipeFailure)[], more: Content = {}): Answers {
  const byStatus = Object.groupBy(names, (name) => String(isPipe(name) ? pipeFailures[name] : statusOf(name)));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, each = []]) => {
      const problem = object({
        type: { type: "string", enum: each.map((name) => `urn:roomcp:${name}`) },
        title: { type: "string", enum: each },
        status: { type: "integer", enum: [Number(status)] },
        detail: { type: "string", minLength: 1, description: "for the person, in their language" },
      });
      return [status, { description: each.join(", "), content: { "application/problem+json": { schema: problem }, ...asText, ...more } }];
    }),
  );
}
