// IndexedDB in promises, as far as anything here needs it: values under keys that are given beside them, and each deed a transaction of its own.

export type Database = Awaited<ReturnType<typeof openDatabase>>;

type Key = IDBValidKey | IDBKeyRange;

/** Opens the database of this name, with these stores from its beginning on. Rejects where the browser denies it. */
export async function openDatabase(name: string, stores: readonly string[]) {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      for (const store of stores) opening.result.createObjectStore(store);
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });

  /** What was asked for, once the transaction has its end: what is said to be written can be read by anybody. */
  const within = <Result>(store: string, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<Result>) =>
    new Promise<Result>((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const asked = ask(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked.result);
      // A request that fails ends its transaction; and at its very end the disk may turn out to be full.
      transaction.onabort = () => reject(transaction.error ?? new DOMException("the transaction was ended", "AbortError"));
    });

  return {
    /** Undefined where there is nothing. */
    get: <Value>(store: string, key: Key) => within<Value | undefined>(store, "readonly", (from) => from.get(key)),
    getAll: <Value>(store: string, keys: IDBKeyRange) => within<Value[]>(store, "readonly", (from) => from.getAll(keys)),
    keys: (store: string) => within(store, "readonly", (from) => from.getAllKeys()),
    async put(store: string, value: unknown, key: IDBValidKey): Promise<void> {
      await within(store, "readwrite", (into) => into.put(value, key));
    },
    delete: (store: string, key: Key): Promise<void> => within(store, "readwrite", (from) => from.delete(key)),
    close(): void {
      database.close();
    },
  };
}
