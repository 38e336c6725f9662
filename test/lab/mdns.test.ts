// A name on a LAN: who asks for roomcp.local finds the server, a second server leaves it alone, and who stops says goodbye.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Lan, openLan, whyNoLan } from "../support/lab.ts";
import { openSite, type Site } from "../support/site.ts";

const why = whyNoLan();
if (why !== undefined) console.log(`The tests of the announced name are left out: ${why}.`);
setDefaultTimeout(60_000);

type Heard = { readonly name: string; readonly type: string; readonly ttl: number; readonly data: unknown };

/** Asks again and again on a host, and gives all that is heard. */
function listening(namespace: string, address: string) {
  const command = ["ip", "netns", "exec", namespace, process.execPath, `${import.meta.dir}/../support/mdns.ts`, address];
  const asking = Bun.spawn(command, { stdout: "pipe", stderr: "inherit" });
  const heard: Heard[] = [];
  const follow = async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const bytes of asking.stdout) {
      const lines = (text + decoder.decode(bytes, { stream: true })).split("\n");
      text = lines.pop() ?? "";
      heard.push(...lines.map((line) => JSON.parse(line) as Heard));
    }
  };
  follow();
  return { heard, kill: () => asking.kill() };
}

const until = async (holds: () => boolean) => {
  while (!holds()) await Bun.sleep(20);
};

describe.skipIf(why !== undefined)("on a LAN", () => {
  let lan: Lan;
  let first: Site;
  let second: Site;
  let listener: ReturnType<typeof listening>;
  const [host, other] = [() => lan.hosts[0], () => lan.hosts[1]];
  const addressOf = (number: number) => lan.address.replace(/\.\d+$/, `.${number}`);

  beforeAll(async () => {
    lan = await openLan(2);
    first = await openSite({ host: "0.0.0.0", flags: ["--mdns", "on"], namespace: host()?.name ?? "" });
    await until(() => first.shown.includes("roomcp.local"));
    listener = listening(other()?.name ?? "", addressOf(2));
  });
  afterAll(async () => {
    listener?.kill();
    await first?.kill();
    await second?.kill();
    await lan?.[Symbol.asyncDispose]();
  });

  test("another host finds the server's address by its name, and its port as a service", async () => {
    expect(first.shown).toContain(`On this network also: http://roomcp.local:${first.port}`);
    const { heard } = listener;
    await until(() => heard.some(({ type }) => type === "A") && heard.some(({ type }) => type === "SRV"));
    const addresses = heard.filter(({ name, type }) => name === "roomcp.local" && type === "A").map(({ data }) => data);
    expect([...new Set(addresses)]).toEqual([addressOf(1)]);
    expect(heard.find(({ type }) => type === "SRV")).toMatchObject({
      name: "roomcp._http._tcp.local",
      data: { port: first.port, target: "roomcp.local" },
    });
  });

  test("a second server leaves the name to the first and says so", async () => {
    second = await openSite({ host: "0.0.0.0", flags: ["--mdns", "on"], namespace: other()?.name ?? "" });
    await until(() => second.shown.includes("roomcp.local"));
    expect(second.shown).toEndWith("Somebody else on this network is roomcp.local already, so it is not announced.\n");
    const { heard } = listener;
    const before = heard.length;
    await until(() => heard.slice(before).filter(({ name, type }) => name === "roomcp.local" && type === "A").length > 2);
    expect(heard.map(({ data }) => data)).not.toContain(addressOf(2));
    expect(heard.filter(({ name }) => name.includes("(2)"))).toEqual([]);
  });

  test("a server that stops takes its name back at once", async () => {
    await first.stop();
    await until(() => listener.heard.some(({ name, type, ttl }) => name === "roomcp.local" && type === "A" && ttl === 0));
  });
});
