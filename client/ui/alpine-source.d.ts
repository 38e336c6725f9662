// What is used of Alpine's source, which has no types.
declare module "@alpinejs/csp/src/evaluator" {
  export const cspEvaluator: unknown;
}
declare module "alpinejs/src/evaluator" {
  export function setEvaluator(evaluator: unknown): void;
}
declare module "alpinejs/src/reactivity" {
  export function setReactivityEngine(engine: Readonly<Record<"reactive" | "effect" | "release" | "raw", unknown>>): void;
}
declare module "alpinejs/src/datas" {
  export function data(name: string, component: (...given: unknown[]) => object): void;
}
declare module "alpinejs/src/lifecycle" {
  export function start(): void;
}
declare module "alpinejs/src/magics/*";
declare module "alpinejs/src/directives/*";
