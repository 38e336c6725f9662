// Many small jobs, several at a time: each is little but waiting for the system.
const most = 16;

/** Resolves when all are done. Rejects with the first thing that went wrong, when nothing is under way any more. */
export async function eachAtOnce<Item>(items: readonly Item[], job: (item: Item) => Promise<unknown>): Promise<void> {
  const [only] = items;
  // One large file is what there is most often, and needs no more than this.
  if (items.length === 1 && only !== undefined) return void (await job(only));
  const next = items.values();
  let wrong: { readonly error: unknown } | undefined;
  const work = async () => {
    for (const item of next) {
      if (wrong !== undefined) return;
      await job(item).catch((error: unknown) => {
        wrong ??= { error };
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
  if (wrong !== undefined) throw wrong.error;
}
