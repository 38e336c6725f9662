// What Alpine calls its reactivity engine: plain objects that tell who read a part of them when it changes. Alpine's usual one also follows maps,
// sets, references and more, weighs 5 kB gzipped, and our components are plain objects whose lists are replaced whole.

/** Runs its callback anew, and knows what that read. */
type Runner = { (): void; stop(): void };
type Reader = { readonly notify: () => void; readonly reads: Set<Set<Reader>>; running: boolean };

let reading: Reader | undefined;
const readers = new WeakMap<object, Map<PropertyKey, Set<Reader>>>();
const proxies = new WeakMap<object, object>();
const plains = new WeakMap<object, object>();

/** Stands for which names an object has, and for all that is in a list. */
const whole = Symbol();
const partOf = (target: object, name: PropertyKey) => (Array.isArray(target) ? whole : name);

/** Runs `callback` now; when something that it read has changed, the scheduler gets what runs it again. */
export function effect(callback: () => void, { scheduler }: { scheduler: (runner: Runner) => void }): Runner {
  const reader: Reader = { notify: () => scheduler(runner), reads: new Set(), running: false };
  let stopped = false;
  const forget = () => {
    for (const of of reader.reads) of.delete(reader);
    reader.reads.clear();
  };
  const run = () => {
    if (stopped) return;
    forget();
    const before = reading;
    reading = reader;
    reader.running = true;
    try {
      callback();
    } finally {
      reader.running = false;
      reading = before;
    }
  };
  const stop = () => {
    stopped = true;
    forget();
  };
  const runner: Runner = Object.assign(run, { stop });
  runner();
  return runner;
}

export function release(runner: Runner): void {
  runner.stop();
}

/** The same object, whose parts are followed. What is frozen or not plain comes back as it is. */
export function reactive<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || plains.has(value)) return value;
  if (!Object.isExtensible(value) || !/^\[object (?:Object|Array)\]$/.test(Object.prototype.toString.call(value))) return value;
  const known = proxies.get(value);
  if (known !== undefined) return known as Value;
  const proxy = new Proxy<object>(value, follow);
  proxies.set(value, proxy);
  plains.set(proxy, value);
  return proxy as Value;
}

export function raw<Value>(value: Value): Value {
  return (plains.get(value as object) as Value | undefined) ?? value;
}

const follow: ProxyHandler<object> = {
  get(target, name, proxy) {
    note(target, partOf(target, name));
    return reactive(Reflect.get(target, name, proxy));
  },
  has(target, name) {
    note(target, partOf(target, name));
    return Reflect.has(target, name);
  },
  ownKeys(target) {
    note(target, whole);
    return Reflect.ownKeys(target);
  },
  set(target, name, value, proxy) {
    const had = Object.hasOwn(target, name);
    const before = Reflect.get(target, name, proxy);
    const after = raw(value);
    const done = Reflect.set(target, name, after, proxy);
    if (!had) tell(target, whole);
    if (!had || !Object.is(raw(before), after)) tell(target, partOf(target, name));
    return done;
  },
  deleteProperty(target, name) {
    const had = Object.hasOwn(target, name);
    const done = Reflect.deleteProperty(target, name);
    if (had) for (const part of new Set([whole, partOf(target, name)])) tell(target, part);
    return done;
  },
};

function note(target: object, part: PropertyKey): void {
  if (reading === undefined) return;
  const parts = readers.get(target) ?? new Map<PropertyKey, Set<Reader>>();
  const ofPart = parts.get(part) ?? new Set();
  readers.set(target, parts.set(part, ofPart.add(reading)));
  reading.reads.add(ofPart);
}

/** Whoever changes what it reads is not run for that again. */
function tell(target: object, part: PropertyKey): void {
  for (const reader of [...(readers.get(target)?.get(part) ?? [])]) if (!reader.running) reader.notify();
}
