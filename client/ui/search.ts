// Looking for something in the log. What is found is marked there, one after the other.
import type { AlpineComponent } from "alpinejs";
import type { Entry } from "../../protocol/chat.ts";
import { isComposing, nothingFound, type Visit } from "./visit.ts";
import { watch } from "./watch.ts";

type Search = {
  query: string;
  /** How many were found, in words. */
  line: string;
  some: boolean;
  find(): void;
  go(by: number): void;
  key(event: KeyboardEvent): void;
};

export function search(visit: Visit): AlpineComponent<Search> {
  const { say, found } = visit;
  let hits: readonly string[] = [];
  const show = (at: number) => {
    found.value = hits.length === 0 ? nothingFound : { ids: new Set(hits), current: hits[at] ?? "" };
  };
  return {
    query: "",
    line: "",
    some: false,

    init() {
      this.$nextTick(() => this.$refs.query?.focus());
      watch<Search>(this, () => {
        const { ids, current } = found.value;
        const at = hits.indexOf(current) + 1;
        const none = this.query.trim() === "" ? "" : say("chat.search-none");
        return { some: ids.size > 0, line: at === 0 ? none : say("chat.search-count", { at, n: hits.length }) };
      });
    },

    destroy() {
      found.value = nothingFound;
    },

    /** The newest is what people mostly look for. */
    find() {
      hits = idsFound(visit.peer.value?.chat.log ?? [], this.query);
      show(hits.length - 1);
      if (hits.length === 0) this.line = this.query.trim() === "" ? "" : say("chat.search-none");
    },

    go(by) {
      const at = hits.indexOf(found.value.current);
      show((at + by + hits.length) % hits.length);
    },

    key(event) {
      if (event.key !== "Enter" || isComposing(event)) return;
      event.preventDefault();
      if (hits.length > 0) this.go(event.shiftKey ? 1 : -1);
    },
  };
}

/** Messages with these words in them, oldest first, under the names that the log has for them. Width and case of letters do not count. */
export function idsFound(log: readonly Entry[], query: string): readonly string[] {
  const wanted = plain(query).trim();
  if (wanted === "") return [];
  return log.flatMap((entry) => (entry.kind === "said" && plain(entry.text).includes(wanted) ? [`${entry.from}/${entry.id}`] : []));
}

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
