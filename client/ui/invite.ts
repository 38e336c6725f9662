// What somebody who is alone in a room sends to others, so that they come.
import type { AlpineComponent } from "alpinejs";
import { copied, copiedMs } from "./copy.ts";
import type { Visit } from "./visit.ts";

type Invite = {
  /** The device has a sheet of its own for sending things. */
  maySend: boolean;
  copyText: string;
  /** What brings somebody in who has only a terminal. */
  command: string;
  draw(alone: boolean, link: string): Promise<void>;
  copy(link: string): Promise<void>;
  send(link: string): Promise<void>;
};

export function invite({ facts, say, notice }: Visit): AlpineComponent<Invite> {
  return {
    maySend: "share" in navigator,
    copyText: say("room.copy-here"),
    command: `curl ${facts.url}`,

    async draw(alone, link) {
      if (!alone) return;
      // Without the code there is still the link.
      const qr = await import("./qr.ts").catch(() => undefined);
      if (qr !== undefined) this.$refs.code?.replaceChildren(qr.drawQr(link));
    },

    async copy(link) {
      if (!(await copied(link))) {
        notice.value = `${say("room.copy-failed")} ${link}`;
        return;
      }
      this.copyText = say("files.sum-copied");
      setTimeout(() => (this.copyText = say("room.copy-here")), copiedMs);
    },

    async send(url) {
      // Whoever closes the sheet has changed their mind.
      await navigator.share({ title: facts.room, url }).catch(() => {});
    },
  };
}
