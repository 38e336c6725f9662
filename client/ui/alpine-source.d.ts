// What is used of Alpine's source, which has no types.
declare module "alpinejs/src/evaluator" {
  type Receive = (value: unknown) => void;
  /** Gives an expression's value to whoever asks, with what it may name and be given besides. */
  export type Evaluate = (receive?: Receive, besides?: { readonly scope?: object; readonly params?: readonly unknown[] }) => void;
  // biome-ignore lint/suspicious/noExplicitAny: a component's method may take anything
  export function setEvaluator(evaluator: (element: Element, expression: string | ((...given: any[]) => unknown)) => Evaluate): void;
}
declare module "alpinejs/src/directives" {
  import type { Evaluate } from "alpinejs/src/evaluator";

  /** `x-on:click.prevent="send()"` has the value `click`, the modifier `prevent` and the expression `send()`. */
  type Written = { readonly value: string; readonly modifiers: readonly string[]; readonly expression: string };
  type Lent = {
    effect(callback: () => void): void;
    cleanup(callback: () => void): void;
    evaluateLater(expression: string): Evaluate;
  };
  type Handled = Element & { _x_keyExpression?: string };
  export function directive(name: string, callback: (element: Handled, written: Written, lent: Lent) => void): void;
  type Attribute = { readonly name: string; readonly value: string };
  export function mapAttributes(callback: (attribute: Attribute) => Attribute): void;
}
declare module "alpinejs/src/mutation" {
  export function mutateDom(callback: () => void): void;
}
declare module "alpinejs/src/magics" {
  export function injectMagics(object: object, element: Element): object;
}
declare module "alpinejs/src/scope" {
  type Scope = Record<string, unknown>;
  export function closestDataStack(element: Element): readonly object[];
  export function closestDataProxy(element: Element): Scope;
  export function mergeProxies(objects: readonly object[]): Scope;
}
declare module "alpinejs/src/utils/error" {
  export function tryCatch(element: Element, expression: unknown, callback: () => void): void;
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
