import { expect, test } from "bun:test";
import { kindOf, wayOf } from "../../client/ui/kind.ts";

test("what can be shown is known by its name, under a type of our own choice", () => {
  expect(wayOf("写真.JPG")).toEqual({ how: "image", media: "image/jpeg" });
  expect(wayOf("a/b/plan.svg")).toEqual({ how: "image", media: "image/svg+xml" });
  expect(wayOf("talk.webm")).toEqual({ how: "video", media: "video/webm" });
  expect(wayOf("song.opus")).toEqual({ how: "audio", media: "audio/ogg" });
  expect(wayOf("paper.pdf")).toEqual({ how: "pdf", media: "application/pdf" });
  expect(wayOf("notes.md")).toEqual({ how: "text", media: "text/plain" });
});

test("nothing that a browser would run is ever shown", () => {
  for (const name of ["a.html", "a.htm", "a.xhtml", "a.js", "a.svgz", "a.mht", "a.swf", "a.jpg.exe", "a.pdf.html", "jpg", ".png", "a.", ""])
    expect([name, wayOf(name)]).toEqual([name, undefined]);
});

test("the sign of a file says what it is", () => {
  expect(["a.zip", "a.heic", "a.png", "a.bin", "photo.d/readme"].map(kindOf)).toEqual(["archive", "image", "image", "file", "file"]);
});
