// Where downloads land, and which of them begin without a click.
import type { AlpineComponent } from "alpinejs";
import { automaticBytesMax } from "../../protocol/limits.ts";
import { remember, remembered } from "../identity.ts";
import type { Visit } from "./visit.ts";
import { watch } from "./watch.ts";

type Landing = {
  automatic: boolean;
  /** Bytes, as the choices of "Up to" have them. */
  upTo: string;
  canChoose: boolean;
  folder: string;
  /** The browser wants to be asked once more before it writes there. */
  asleep: boolean;
  setAutomatic(event: Event): void;
  setUpTo(event: Event): void;
  choose(): void;
  allow(): void;
  forget(): void;
};

export function landing(visit: Visit): AlpineComponent<Landing> {
  const { room } = visit.facts;
  const take = (upTo: number | undefined) => {
    remember.automatic(room, upTo);
    visit.session.value?.send({ on: "automatic", upTo });
  };
  return {
    automatic: false,
    upTo: String(remembered.automatic(room) ?? automaticBytesMax),
    canChoose: "showDirectoryPicker" in window,
    folder: "",
    asleep: false,

    init() {
      watch<Landing>(this, () => ({ automatic: visit.peer.value?.automatic !== undefined }));
      watch<Landing>(this, () => {
        const folder = visit.session.value?.folder.value;
        return { folder: folder?.name ?? "", asleep: folder?.ready === false };
      });
    },

    setAutomatic(event) {
      take((event.target as HTMLInputElement).checked ? Number(this.upTo) : undefined);
    },

    setUpTo(event) {
      this.upTo = (event.target as HTMLSelectElement).value;
      if (this.automatic) take(Number(this.upTo));
    },

    choose: () => void visit.session.value?.chooseFolder(),
    allow: () => void visit.session.value?.allowFolder(),
    forget: () => void visit.session.value?.forgetFolder(),
  };
}
