// What packages bring along that nothing of ours comes to use, and no bundler can know: whole modules, each with what stands in for it.

/** By how a module's path ends, without its ending. */
const standIns: Readonly<Record<string, string>> = {
  // Alpine's source hands all of Alpine to each of its directives; none that the pages use looks at it.
  "alpinejs/src/alpine": "export default undefined;",
  // For plugins that put things with a life of their own among a component's data.
  "alpinejs/src/interceptor": "export const interceptor = undefined; export const initInterceptors = () => {};",
  // For whoever replaces a part of the page by markup that a server sends later.
  "alpinejs/src/clone":
    "export const isCloning = false, isCloningLegacy = false, skipDuringClone = (directive) => directive, interceptClone = () => {};",
  "alpinejs/src/deferInit": "export const queueAttributesForDeferredTree = () => false;",
  // A point is made of 64 bytes that are hashed already (`deriveToCurve`); this would hash texts first.
  "@noble/curves/abstract/hash-to-curve": "export const _DST_scalar = undefined, createHasher = undefined, expand_message_xmd = undefined;",
};

export const lean: Bun.BunPlugin = {
  name: "lean",
  setup(build) {
    for (const [module, contents] of Object.entries(standIns))
      build.onLoad({ filter: new RegExp(`[\\\\/]${module.replaceAll("/", "[\\\\/]")}\\.js$`) }, () => ({ contents, loader: "js" }));
  },
};
