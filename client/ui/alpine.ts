// Alpine, as strict as its build for a Content-Security-Policy, made of its own source with what the pages use and no more: all of it weighs 16 kB
// gzipped more. What is ours is smaller because it covers what the pages use. What a page names here and is not listed does nothing: a test looks for that.
import { setEvaluator } from "alpinejs/src/evaluator";
import { injectMagics } from "alpinejs/src/magics";
import { setReactivityEngine } from "alpinejs/src/reactivity";
import { closestDataStack, mergeProxies } from "alpinejs/src/scope";
import { tryCatch } from "alpinejs/src/utils/error";
import "alpinejs/src/magics/$el";
import "alpinejs/src/magics/$nextTick";
import "alpinejs/src/magics/$refs";
import "alpinejs/src/directives/x-cloak";
import "alpinejs/src/directives/x-data";
import "alpinejs/src/directives/x-effect";
import "alpinejs/src/directives/x-for";
import "alpinejs/src/directives/x-if";
import "alpinejs/src/directives/x-ref";
import "alpinejs/src/directives/x-show";
import "alpinejs/src/directives/x-text";
import "./attributes.ts";
import "./events.ts";
import "./fields.ts";
import { expressionOf } from "./expression.ts";
import { effect, raw, reactive, release } from "./reactive.ts";

export { data } from "alpinejs/src/datas";
export { start } from "alpinejs/src/lifecycle";

setEvaluator((element, expression) => {
  const around = [injectMagics({}, element), ...closestDataStack(element)];
  return (receive = () => {}, { scope = {}, params = [] } = {}) => {
    tryCatch(element, expression, () => {
      const here = mergeProxies([scope, ...around]);
      const value = typeof expression === "function" ? expression : expressionOf(expression)(here);
      receive(typeof value === "function" ? value.apply(here, params) : value);
    });
  };
});
setReactivityEngine({ reactive, effect, release, raw });

/** What is to be seen is shown at once. Without this, which Alpine's transitions bring, x-show waits for a timer, and the page jumps in between. */
Object.assign(Element.prototype, {
  _x_toggleAndCascadeWithTransitions(_: Element, seen: boolean, show: () => void, hide: () => void) {
    if (seen) show();
    else hide();
  },
});
