import { expect, test } from "bun:test";
import { endingOf } from "../../protocol/failure.ts";
import { protocolVersion } from "../../protocol/limits.ts";
import { openFounding } from "../../routes/founding.ts";
import { connect, join, openServer, tokenOf } from "../support/conversation.ts";
import { outside, program } from "../support/outside.ts";

const createToken = "open sesame";
const bearer = (token: string) => ({ ...program, authorization: `Bearer ${token}` });

test("with a token set, rooms are made for those who have it, at a terminal and on the front page", async () => {
  const { ask, post } = await outside({ createToken });
  for (const headers of [program, bearer("open sesam"), bearer(""), { ...program, authorization: "Basic b3BlbiBzZXNhbWU6" }]) {
    const refused = await post("/api/rooms", headers);
    expect([refused.status, (await refused.json()).title]).toEqual([401, "token-wrong"]);
  }
  expect((await post("/api/rooms", bearer(createToken))).status).toBe(201);
  expect((await post("/", {}, { body: new URLSearchParams({ token: "wrong" }) })).status).toBe(401);
  expect((await post("/", {}, { body: new URLSearchParams({ token: createToken }) })).status).toBe(303);
  expect(await (await ask("/")).text()).toContain('name="token"');
  expect(await (await (await outside()).ask("/")).text()).not.toContain('name="token"');
});

test("[S12] with a token set, nobody makes a room by coming in; whoever was in comes back to a server that has forgotten it", async () => {
  const room = "kitchen";
  let pass: string | undefined;
  {
    await using server = await openServer({ createToken });
    const stranger = await connect(server.url, room);
    stranger.send({ type: "join", version: protocolVersion, token: tokenOf(1) });
    expect(await stranger.ended).toEqual({ code: endingOf("room-not-made").closeCode ?? 0, reason: "room-not-made" });
    await fetch(`${server.url}/api/rooms`, { method: "POST", headers: bearer(createToken), body: JSON.stringify({ name: room }) });
    const { welcome } = await join(server.url, room, tokenOf(2));
    pass = welcome.type === "welcome" ? welcome.pass : undefined;
    expect(pass).toBeDefined();
  }
  await using restarted = await openServer({ createToken });
  for (const [name, shown] of [
    [room, pass?.replace(/^./, (first) => (first === "A" ? "B" : "A"))],
    ["another", pass],
  ] as const) {
    const liar = await connect(restarted.url, name);
    liar.send({ type: "join", version: protocolVersion, token: tokenOf(3), pass: shown });
    expect((await liar.ended).reason).toBe("room-not-made");
  }
  const back = await connect(restarted.url, room);
  back.send({ type: "join", version: protocolVersion, token: tokenOf(2), pass });
  expect((await back.next()).type).toBe("welcome");
  await back.drop();
});

test("without a token everybody makes rooms, and there are no passes", async () => {
  expect(openFounding("")).toMatchObject({ guarded: false });
  await using server = await openServer();
  const { welcome, drop } = await join(server.url, "anything", tokenOf(1));
  expect(welcome).not.toHaveProperty("pass");
  await drop();
});
