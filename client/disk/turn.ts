// Work that takes long lets others have their turn. A worker hears nothing between two promises that are kept at once, as those of a file's
// synchronous handle are; a timer of no time waits 4 ms when it follows another (HTML, section 8.6).

const { port1, port2 } = new MessageChannel();
port1.start();

/** Resolves after what was said to this worker until now has been heard. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    port1.addEventListener("message", () => resolve(), { once: true });
    port2.postMessage(undefined);
  });
}
