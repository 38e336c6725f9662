// Alpine, as strict as its build for a Content-Security-Policy, made of its own source with what the pages use and no more: all of it weighs 9 kB
// gzipped more. What a page names here and is not listed does nothing: a test looks for that.
import { cspEvaluator } from "@alpinejs/csp/src/evaluator";
import { setEvaluator } from "alpinejs/src/evaluator";
import { setReactivityEngine } from "alpinejs/src/reactivity";
import "alpinejs/src/magics/$el";
import "alpinejs/src/magics/$nextTick";
import "alpinejs/src/magics/$refs";
import "alpinejs/src/directives/x-bind";
import "alpinejs/src/directives/x-cloak";
import "alpinejs/src/directives/x-data";
import "alpinejs/src/directives/x-effect";
import "alpinejs/src/directives/x-for";
import "alpinejs/src/directives/x-if";
import "alpinejs/src/directives/x-model";
import "alpinejs/src/directives/x-on";
import "alpinejs/src/directives/x-ref";
import "alpinejs/src/directives/x-show";
import "alpinejs/src/directives/x-text";
import { effect, raw, reactive, release } from "./reactive.ts";

export { data } from "alpinejs/src/datas";
export { start } from "alpinejs/src/lifecycle";

setEvaluator(cspEvaluator);
setReactivityEngine({ reactive, effect, release, raw });

/** What is to be seen is shown at once. Without this, which Alpine's transitions bring, x-show waits for a timer, and the page jumps in between. */
Object.assign(Element.prototype, {
  _x_toggleAndCascadeWithTransitions(_: Element, seen: boolean, show: () => void, hide: () => void) {
    if (seen) show();
    else hide();
  },
});
