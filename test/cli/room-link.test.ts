// What people type for a room and for a server, and what others call whoever types it.
import { expect, test } from "bun:test";
import { nicknameAt } from "../../cli/flags-of-visits.ts";
import { readRoomLink, serverAt, urlOf } from "../../cli/room-link.ts";
import { readNickname } from "../../protocol/name.ts";

test("an address is read without its scheme too, as browsers show it", () => {
  const key = "#k=0123456789abcdef0123456789abcdef";
  const cases = [
    ["rooms.example/r/kitchen", "https://rooms.example/r/kitchen"],
    ["localhost:3000/r/kitchen/", "http://localhost:3000/r/kitchen"],
    ["192.168.1.5:3000/r/kitchen", "http://192.168.1.5:3000/r/kitchen"],
    ["[fe80::1]:3000/r/kitchen", "http://[fe80::1]:3000/r/kitchen"],
    ["studio.local/base/r/kitchen", "http://studio.local/base/r/kitchen"],
    ["http://rooms.example/r/%E5%8F%B0%E6%89%80", "http://rooms.example/r/%E5%8F%B0%E6%89%80"],
  ];
  for (const [typed, url] of cases) expect(urlOf(readRoomLink(typed + key))).toBe(url + key);
  expect(() => readRoomLink("")).toThrow("Which room?");
  for (const wrong of ["kitchen", "https://rooms.example/", "https://rooms.example/r/", "ftp://rooms.example/r/kitchen", "https:///r/x y"])
    expect(() => readRoomLink(wrong)).toThrow("is no address of a room");
});

test("a server may be named by the address of one of its rooms, and without a scheme", () => {
  const cases = [
    ["https://rooms.example/", "https://rooms.example"],
    ["rooms.example/base/", "https://rooms.example/base"],
    ["127.0.0.1:3000", "http://127.0.0.1:3000"],
    ["https://rooms.example/base/r/kitchen#k=12", "https://rooms.example/base"],
  ];
  for (const [typed = "", base] of cases) expect(serverAt(typed)).toBe(base as string);
});

test("whoever gives no name is called by their user and machine, safely and briefly", () => {
  const cases = [
    ["hanako", "studio.example.org", "hanako@studio"],
    ["花子", "localhost", "花子"],
    ["", "studio", "studio"],
    ["a\u202eb", "x".repeat(64), "x".repeat(19)],
    ["n".repeat(32), "x".repeat(64), `${"n".repeat(19)}@${"x".repeat(19)}`],
    ["", "localhost", "roomcp"],
  ];
  for (const [user = "", machine = "", name] of cases) {
    expect(nicknameAt(user, machine)).toBe(name as string);
    expect(readNickname(name)).toBe(name as string);
  }
});
