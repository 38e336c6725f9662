// Shows one file of a share that is here in whole. Loaded when somebody wants to see one. What others made is inert: an image, a video, a sound or plain text,
// each by a media type of our own choice; a PDF opens in a tab of its own.
import type { AlpineComponent } from "alpinejs";
import type { Session } from "../session.ts";
import { type Shown, wayOf } from "./kind.ts";
import type { ShareShown } from "./share-shown.ts";
import { visible } from "./visible.ts";
import type { Visit } from "./visit.ts";
import { watch } from "./watch.ts";

type Preview = {
  /** Empty until it is known, or where this browser cannot show it. */
  kind: Shown | "";
  name: string;
  url: string;
  text: string;
  failed: boolean;
  fail(): void;
  destroy(): void;
};

/** Bytes of a text that are read, and of it shown: a look, not a reader. */
const textBytes = 4_096;

export function preview(visit: Visit): (share: ShareShown) => AlpineComponent<Preview> {
  return ({ key, owner, id }) => {
    const session = visit.session.value;
    let end = () => {};
    let turn = 0;
    const forget = (url: string) => url !== "" && URL.revokeObjectURL(url);
    return {
      kind: "",
      name: "",
      url: "",
      text: "",
      failed: false,

      init() {
        end = watch<Preview>(this, () => {
          const index = visit.previews.value.get(key);
          const mine = ++turn;
          if (index !== undefined)
            void look(session, owner, id, index).then((found) => {
              if (mine === turn) Object.assign(this, found ?? { failed: true });
              else forget(found?.url ?? "");
            });
          forget(this.url);
          return { kind: "", url: "", text: "", failed: false };
        });
      },

      fail() {
        Object.assign(this, { kind: "", failed: true });
      },

      destroy() {
        end();
        turn++;
        forget(this.url);
      },
    };
  };
}

type Seen = Pick<Preview, "kind" | "name" | "url" | "text">;

/** Nothing is read but a text's beginning: the browser reads what it shows where the file lies. */
async function look(session: Session | undefined, owner: string, id: string, index: number): Promise<Seen | undefined> {
  const found = await session?.fileOf(owner, id, index).catch(() => undefined);
  const way = found && wayOf(found.path);
  if (found === undefined || way === undefined || way.how === "pdf") return undefined;
  const name = visible(found.path.slice(found.path.lastIndexOf("/") + 1));
  if (way.how !== "text") return { kind: way.how, name, url: URL.createObjectURL(typed(found.file, way.media)), text: "" };
  const text = await beginningOf(found.file).catch(() => undefined);
  return text === undefined ? undefined : { kind: "text", name, url: "", text };
}

/** The same bytes under a type that we have chosen. */
function typed(file: Blob, media: string): Blob {
  return file.slice(0, file.size, media);
}

/** Undefined if it is no text. */
async function beginningOf(file: Blob): Promise<string | undefined> {
  const bytes = new Uint8Array(await file.slice(0, textBytes).arrayBuffer());
  if (bytes.includes(0)) return undefined;
  // A character may have been cut in two.
  const text = visible(new TextDecoder().decode(bytes, { stream: true }));
  return file.size > textBytes ? `${text}…` : text;
}

/** How long a tab of its own may take to read what it shows. */
const openForMs = 60 * 60_000;

/** Opens a PDF in a tab of its own. Returns false if it is none. */
export async function openApart(visit: Visit, { owner, id }: ShareShown, index: number): Promise<boolean> {
  const found = await visit.session.value?.fileOf(owner, id, index).catch(() => undefined);
  const way = found && wayOf(found.path);
  if (found === undefined || way?.how !== "pdf") return false;
  if (
    (await found.file
      .slice(0, 5)
      .text()
      .catch(() => "")) !== "%PDF-"
  )
    return false;
  const url = URL.createObjectURL(typed(found.file, way.media));
  window.open(url, "_blank", "noopener");
  setTimeout(() => URL.revokeObjectURL(url), openForMs);
  return true;
}
