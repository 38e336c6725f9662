// Nothing leaves the network: every request of a whole visit, and below the browser every packet of the hosts, goes to the server or to the peer.
import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { sha256, temporaryFolder } from "../support/files.ts";
import { newRoom, parted } from "../support/gathering.ts";
import { whyNoInternet } from "../support/internet.ts";
import { openLan } from "../support/lab.ts";
import { launchChromium, type Person, personIn } from "../support/person.ts";
import { openSite } from "../support/site.ts";
import { watch } from "./watch.ts";

const why = whyNoInternet();
if (why !== undefined) console.log(`What a visit asks for is left out: ${why}.`);
setDefaultTimeout(60_000);

let opened: AsyncDisposableStack;
afterEach(() => opened?.disposeAsync());

/** Where Chromium itself calls home, whatever page it shows. These names it may not look up; every other would be seen. */
const quiet = `--host-resolver-rules=${["update.googleapis.com", "accounts.google.com", "content-autofill.googleapis.com"].map((each) => `MAP ${each} ~NOTFOUND`)}`;

/** Names of hosts on one cable are asked for of all who are on it (RFC 6762, section 3); routers do not pass it on. */
const onTheCable = { to: "224.0.0.251", protocol: "udp", port: 5353 };

describe.skipIf(why !== undefined)("a visit", () => {
  test("of two people who talk and copy a file asks nobody but the server and each other for anything", async () => {
    opened = new AsyncDisposableStack();
    const folder = opened.use(await temporaryFolder());
    const lan = opened.use(await openLan(2));
    const site = opened.use(await openSite({ host: lan.address }));
    const url = `http://${lan.address}:${site.port}`;
    const watches = lan.hosts.map(watch);
    const people: Person[] = [];
    const asked: string[] = [];
    for (const [i, { wholeChromium }] of lan.hosts.entries()) {
      const browser = opened.adopt(await launchChromium(wholeChromium, [quiet]), (each) => each.close());
      const person = await personIn(browser);
      // Of the page, its workers, and whatever else it may open.
      person.context.on("request", (request) => asked.push(request.url()));
      person.page.on("websocket", (socket) => asked.push(socket.url()));
      await person.page.goto(url);
      people.push(person);
      await person.enter(await (i === 0 ? newRoom({ url }) : (people[0] as Person).page.url()), ["太郎", "Zoë"][i] ?? "");
    }
    const [taro, zoe] = people as [Person, Person];
    await zoe.sees("太郎", "direct");
    await taro.says("こんにちは https://elsewhere.example/picture.png");
    await zoe.hears("elsewhere.example");
    const path = await folder.make("設計図.bin", 3e6);
    await taro.shares(path);
    await zoe.downloads("設計図.bin");
    await zoe.shareIs("設計図.bin", "complete");
    expect(await sha256((await zoe.saves("設計図.bin")).path)).toBe(await sha256(path));
    await taro.page.getByRole("button", { name: "Show QR code" }).click();

    const origins = new Set(
      asked
        .filter((each) => !each.startsWith("blob:"))
        .map((each) => each.replace(/^ws/, "http"))
        .map((each) => new URL(each).origin),
    );
    expect([...origins]).toEqual([url]);
    for (const part of ["/assets/", "/public/", "/signal"]) expect(asked.some((each) => each.includes(part))).toBe(true);

    for (const [i, sent] of watches.map((each) => each()).entries()) {
      const peer = lan.address.replace(/\d+$/, String(2 - i));
      const elsewhere = sent.filter(
        ({ to, port }) => to !== lan.address && to !== peer && !(to === onTheCable.to && port === onTheCable.port),
      );
      expect(elsewhere).toEqual([]);
      expect(sent).toContainEqual({ to: lan.address, protocol: "tcp", port: site.port });
      expect(sent.some(({ to, protocol }) => to === peer && protocol === "udp")).toBe(true);
    }
    await parted(people);
  });

  test("that asked anybody else would have been seen", async () => {
    opened = new AsyncDisposableStack();
    const lan = opened.use(await openLan(1));
    const [host] = lan.hosts;
    if (host === undefined) throw new Error("no host");
    const sent = watch(host);
    for (const way of ["/dev/udp/192.0.2.1/53", "/dev/udp/127.0.0.53/53"])
      Bun.spawnSync(["ip", "netns", "exec", host.name, "bash", "-c", `echo > ${way}`]);
    expect(sent()).toContainEqual({ to: "192.0.2.1", protocol: "udp", port: 53 });
    expect(sent()).toContainEqual({ to: "127.0.0.53", protocol: "udp", port: 53 });
  });
});
