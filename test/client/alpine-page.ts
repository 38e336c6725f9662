// A component whose parts a test changes, on a page that shows them.
import * as Alpine from "../../client/ui/alpine.ts";

const component = {
  tone: "green",
  open: false,
  label: "a",
  width: "10%",
  chosen: "b",
  ticked: true,
  text: "first",
  items: ["x", "y"] as readonly string[],
  heard: [] as readonly string[],
  hear(event: Event, what: string) {
    this.heard = [...this.heard, `${what}: ${event.type}`];
  },
};

Alpine.data("tried", () => component);
Object.assign(globalThis, { startAlpine: Alpine.start });
