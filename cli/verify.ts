// roomcp verify: does a host give browsers what this release would?
import type { Client } from "../routes/client.ts";
import { defaults, type Settings } from "../routes/settings.ts";
import { compose } from "../server.ts";
import { type Command, type ExitCode, exit, type Io } from "./command.ts";
import { Failed, misused } from "./failed.ts";
import { readFlags } from "./flags.ts";
import { releasedClient } from "./release.ts";

export const command: Command = {
  name: "verify",
  summary: "compare what a host gives browsers with what this release would give them",
  usage: "URL",
  flags: {},
  more: `URL is the address that people use, or the link of a room. All that pages load is compared, byte for byte, and the pages themselves. It tells what the host
answers to you now; it could answer others otherwise. A host of another release differs. For an authority of its own (--tls self):
  NODE_EXTRA_CA_CERTS=roomcp-ca.crt roomcp verify https://nas:3000
Ends with ${exit.ok} if all is the same, ${exit.differs} if not, ${exit.unreachable} if the host does not answer.`,
  async run(argv, io) {
    const [typed = "", ...more] = readFlags({}, argv).rest;
    if (more[0] !== undefined) throw misused("argument-unexpected", { name: more[0] });
    return await compare(hostIn(typed), await releasedClient(), io.out);
  },
};

/** Tells what differs, and how much. Throws `Failed`. */
export async function compare(host: Host, client: Client, out: Io["out"]): Promise<ExitCode> {
  const wanted = await released(host, client);
  let differing = 0;
  for (const [path, answers] of wanted) {
    const why = await differenceOf(await asked(host, path), answers);
    if (why === undefined) continue;
    differing++;
    await out(`differs  ${path}  ${why}\n`);
  }
  const name = host.origin + host.base;
  if (differing === 0) await out(`${name} gives browsers the same as this release: ${wanted.size} of ${wanted.size}.\n`);
  else await out(`${name} gives browsers something else than this release: ${differing} of ${wanted.size} differ.\n`);
  return differing === 0 ? exit.ok : exit.differs;
}

/** Where people reach a host: its origin, and the path in front of all others. */
type Host = { readonly origin: string; readonly base: string };

/** What is sent to a browser, as far as it matters what the browser does with it. */
type Answer = { readonly status: number; readonly type: string; readonly policy: string; readonly sha256: string };

/** As a browser asks, in the language that pages are made in here. */
const headers = {
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-language": "en",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
};

/** Takes the address of the front page or of a room, whose secret stays here. Throws `Failed`. */
export function hostIn(typed: string): Host {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw misused("address-wanted", { name: typed === "" ? "verify" : typed });
  return { origin: url.origin, base: url.pathname.replace(/\/r\/[^/]*$|\/$/, "") };
}

/** What this release answers there, by path. A page has a few forms, depending on what its host has set. */
async function released({ origin, base }: Host, client: Client): Promise<ReadonlyMap<string, readonly Answer[]>> {
  // Nobody is in a room of this name, and looking at its page brings nobody in.
  const room = `/r/verify-${Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString("hex")}`;
  const apps = [0, 1, 2, 3, 4, 5, 6, 7].map((form) => compose({ ...defaults, base, ...set(form) }, client));
  const answers = new Map<string, readonly Answer[]>();
  for (const path of ["/", "/check", room, "/manifest.webmanifest", ...client.files.keys()]) {
    const forms = await Promise.all(apps.map(async (app) => answerOf(await app.handle(new Request(origin + base + path, { headers })))));
    answers.set(path, forms);
  }
  return answers;
}

/** What decides over a page's form. @param form a bit for each */
function set(form: number): Pick<Settings, "createToken" | "tls" | "pipe"> {
  return { createToken: form & 1 ? "token" : "", tls: form & 2 ? "self" : "off", pipe: form & 4 ? "on" : "off" };
}

async function asked({ origin, base }: Host, path: string): Promise<Response> {
  try {
    // Whoever is sent elsewhere should look at that address instead.
    return await fetch(origin + base + path, { headers, redirect: "manual" });
  } catch (error) {
    const needed = error instanceof Error ? error.message : String(error);
    throw new Failed("host-silent", { url: origin + base + path, needed }, exit.unreachable);
  }
}

async function answerOf(response: Response): Promise<Answer> {
  return {
    status: response.status,
    type: response.headers.get("content-type") ?? "",
    policy: response.headers.get("content-security-policy") ?? "",
    sha256: new Bun.CryptoHasher("sha256").update(await response.arrayBuffer()).digest("hex"),
  };
}

/** Undefined where the host's answer is one of those that this release gives. */
async function differenceOf(response: Response, wanted: readonly Answer[]): Promise<string | undefined> {
  const answer = await answerOf(response);
  const [first] = wanted;
  if (wanted.some((each) => Bun.deepEquals(each, answer))) return undefined;
  if (answer.status !== first?.status) {
    const location = response.headers.get("location");
    return `answers ${answer.status}${location === null ? "" : `, and sends on to ${location}`}`;
  }
  if (answer.policy !== first.policy) return "has another Content-Security-Policy";
  if (answer.type !== first.type) return `is ${answer.type || "of no type"}, not ${first.type}`;
  return `is SHA-256 ${answer.sha256}, not ${first.sha256}`;
}
