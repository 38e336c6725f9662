import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { exit } from "../../cli/command.ts";
import { compare, hostIn } from "../../cli/verify.ts";
import { buildClient } from "../../routes/bundle.ts";
import type { Client } from "../../routes/client.ts";
import { openServer } from "../support/conversation.ts";

// What browsers get is made once.
setDefaultTimeout(60_000);

let client: Client;
let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  client = await buildClient();
  server = await openServer({}, client);
});
afterAll(() => server[Symbol.asyncDispose]());

async function verified(url: string) {
  const said: string[] = [];
  const code = await compare(hostIn(url), client, async (text) => void said.push(String(text).trim()));
  return { code, lines: said };
}

/** Stands in front of the server, and changes what it says. */
function before(change: (path: string, answer: Response) => Response | Promise<Response>) {
  const proxy = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const headers = new Headers(request.headers);
      headers.set("accept-encoding", "identity");
      const answer = await fetch(server.url + pathname, { headers });
      return change(pathname, answer);
    },
  });
  return { url: `http://127.0.0.1:${proxy.port}`, [Symbol.asyncDispose]: () => proxy.stop(true) };
}

test("a host of this release is the same, asked for at the front page or by a room's link, whatever it has set", async () => {
  const all = client.files.size + 4;
  expect(await verified(`${server.url}/r/a#k=00`)).toEqual({
    code: exit.ok,
    lines: [`${server.url} gives browsers the same as this release: ${all} of ${all}.`],
  });
  await using guarded = await openServer({ createToken: "let me", base: "/rooms", pipe: "on" }, client);
  expect((await verified(`${guarded.url}/rooms/`)).code).toBe(exit.ok);
});

test("each thing that a host changes is told: a script, a page, a policy, a type, something missing, a way elsewhere", async () => {
  const { main, worker, style, home } = client.paths;
  await using evil = before(async (path, answer) => {
    const { headers, status } = answer;
    if (path === main) return new Response(`${await answer.text()} `, { headers, status });
    if (path === "/")
      return new Response((await answer.text()).replace("</head>", '<script src="/assets/x.js"></script></head>'), { headers });
    if (path === "/check") headers.set("content-security-policy", "script-src *");
    if (path === worker) headers.set("content-type", "text/html");
    if (path === style) return new Response("", { status: 404 });
    if (path === home) return Response.redirect("http://elsewhere.example/");
    return new Response(answer.body, { headers, status });
  });
  const { code, lines } = await verified(evil.url);
  expect(code).toBe(exit.differs);
  const about = (path: string) => lines.find((line) => line.startsWith(`differs  ${path}  `));
  expect(about("/")).toMatch(/is SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}/);
  expect(about("/check")).toEndWith("has another Content-Security-Policy");
  expect(about(main)).toMatch(/is SHA-256/);
  expect(about(worker)).toMatch(/is text\/html, not text\/javascript/);
  expect(about(style)).toEndWith("answers 404");
  expect(about(home)).toEndWith("answers 302, and sends on to http://elsewhere.example/");
  expect(lines.at(-1)).toEndWith(`6 of ${client.files.size + 4} differ.`);
});

test("a host that is not there, and what is no address, are told apart", async () => {
  expect(verified("http://127.0.0.1:1")).rejects.toMatchObject({ why: "host-silent", code: exit.unreachable });
  for (const typed of ["", "rooms.example", "ftp://rooms.example"])
    expect(verified(typed)).rejects.toMatchObject({ why: "address-wanted", code: exit.usage });
});
