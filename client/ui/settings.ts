// What a person can choose for this device, in one place.
import type { AlpineComponent } from "alpinejs";
import { forgetRooms } from "../rooms.ts";
import { isOn, type Setting, set } from "../settings.ts";
import { canNotify } from "./alerts.ts";
import { sound } from "./tone.ts";
import type { Visit } from "./visit.ts";

type Settings = {
  notify: boolean;
  /** Whether the browser would show any: `denied` by the person, or `missing`. */
  notifications: "yes" | "denied" | "missing";
  sounds: boolean;
  rooms: boolean;
  setNotify(event: Event): Promise<void>;
  setSounds(event: Event): void;
  setRooms(event: Event): void;
  done(): void;
};

export function settings({ facts }: Visit): AlpineComponent<Settings> {
  const chosen = (event: Event, setting: Setting) => {
    const { checked } = event.target as HTMLInputElement;
    set(setting, checked);
    return checked;
  };
  return {
    notify: isOn("notify") && notifications() === "yes" && Notification.permission === "granted",
    notifications: notifications(),
    sounds: isOn("sounds"),
    rooms: isOn("rooms"),

    init() {
      (this.$el as HTMLDialogElement).showModal();
    },

    /** A browser is asked only here, by this gesture. */
    async setNotify(event) {
      const wanted = (event.target as HTMLInputElement).checked;
      const granted = wanted && (await Notification.requestPermission()) === "granted";
      set("notify", granted);
      this.notify = granted;
      this.notifications = notifications();
    },

    setSounds(event) {
      this.sounds = chosen(event, "sounds");
      // So that it is known; and the browser lets the page be heard later.
      if (this.sounds) sound();
    },

    setRooms(event) {
      this.rooms = chosen(event, "rooms");
      if (!this.rooms) forgetRooms(facts.home);
    },

    done() {
      (this.$el.closest("dialog") as HTMLDialogElement).close();
    },
  };
}

function notifications(): Settings["notifications"] {
  if (!canNotify()) return "missing";
  return Notification.permission === "denied" ? "denied" : "yes";
}
