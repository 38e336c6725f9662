// The workers of this page, by name, made when they are first needed.

import { scriptUrlOf } from "../script-url.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

export type Crew = {
  order(name: string, message: ToWorker, transfer?: Transferable[]): void;
  end(name: string): void;
};

/** @param lent.broken a worker could not start, or died: whatever it had is lost */
export function openCrew(lent: {
  workerUrl: string;
  heard: (message: FromWorker, name: string) => void;
  broken: (name: string) => void;
}): Crew {
  const workers = new Map<string, Worker>();

  const worker = (name: string): Worker => {
    const known = workers.get(name);
    if (known !== undefined) return known;
    const made = new Worker(scriptUrlOf(lent.workerUrl), { type: "module", name });
    made.onmessage = ({ data }: MessageEvent<FromWorker>) => lent.heard(data, name);
    made.onerror = () => {
      end(name);
      lent.broken(name);
    };
    workers.set(name, made);
    return made;
  };

  const end = (name: string) => {
    workers.get(name)?.terminate();
    workers.delete(name);
  };

  return { order: (name, message, transfer = []) => worker(name).postMessage(message, transfer), end };
}
