// What a browser keeps for a page as text. Storage may be denied altogether; then nothing is remembered, and that is all.

export function read(storage: "local" | "session", key: string): string | undefined {
  try {
    return storageOf(storage).getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param value undefined removes it */
export function write(storage: "local" | "session", key: string, value: string | undefined): void {
  try {
    if (value === undefined) storageOf(storage).removeItem(key);
    else storageOf(storage).setItem(key, value);
  } catch {}
}

/** Even to name it may throw. */
function storageOf(storage: "local" | "session"): Storage {
  return storage === "local" ? localStorage : sessionStorage;
}
