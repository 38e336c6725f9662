// Loaded into a test's server before the server itself, which so finds the browser's files made.
import { plugin } from "bun";
import { variable } from "./made.ts";

plugin({
  name: "made",
  setup(build) {
    build.onLoad({ filter: /\/cli\/release\.ts$/ }, () => ({
      contents: `import { unpack } from "../routes/pack.ts";
        export const releasedClient = async () => unpack(await Bun.file(process.env.${variable}).bytes());`,
      loader: "ts",
    }));
  },
});
