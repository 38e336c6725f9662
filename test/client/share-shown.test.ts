import { expect, test } from "bun:test";
import { type Around, type ShareShown, sharesShown, unfitOf } from "../../client/ui/share-shown.ts";
import { toneOf } from "../../client/ui/visit.ts";
import { newLine } from "../../protocol/line.ts";
import type { Known, Peer, Person } from "../../protocol/peer-state.ts";
import { beginReceiving, completeReceiving } from "../../protocol/receive.ts";
import type { Receiving } from "../../protocol/receive-state.ts";
import { newOffered } from "../../protocol/send.ts";
import type { Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";
import { endedStream, streamOf } from "../../protocol/stream.ts";
import { speak } from "../../protocol/words/all.ts";
import type { Language } from "../../protocol/words.ts";
import { hexId, peerId } from "../support/participant.ts";
import { knownOf, me, offerOf, overLink, overRelay, peerWith, peopleOf, personWith, shareWith, speakingOf } from "../support/shown.ts";

const say = speak("en");
const photo = shareWith("1", ["写真.jpg", 4_000_000]);
const album = shareWith("2", ["photos/", 0], ["photos/a.jpg", 1_000], ["photos/b.jpg", 2_000], ["photos/in/c.jpg", 3_000]);
const loose = shareWith("3", ["a", 1], ["b", 2_000], ["c", 0]);
const owner = peerId("a");

const nothingAround: Around = {
  ...{
    kept: [],
    saved: new Map(),
    sums: new Map(),
    folder: undefined,
    picks: new Map(),
    open: new Set<string>(),
    previews: new Map(),
    pictures: new Map(),
  },
};
type Given = { readonly around?: Partial<Around>; readonly language?: Language };
const shown = (peer: Peer, { around = {}, language = "en" }: Given = {}) =>
  sharesShown(peer, { ...nothingAround, ...around }, speakingOf(peer, language));

const kenWith = (differs: Partial<Person>, ...known: readonly Known[]) =>
  personWith("a", "Ken", { shares: new Map(known.map((each) => [each.offer.id, each])), ...differs });
const ken = (...shares: readonly Share[]) => kenWith({}, ...shares.map((share) => knownOf(share)));
const can = (share: ShareShown | undefined) => Object.entries(share?.can ?? {}).flatMap(([act, may]) => (may ? [act] : []));

/** Ken is like this, and my download is like that. */
const receiving = (now: Receiving, given: Given & { readonly person?: Person | undefined } = {}) => {
  const { person = ken(now.share) } = given;
  const receipt = { owner, ownerName: "Once Ken", automatic: false, now };
  return shown(peerWith({ people: peopleOf(person), receiving: new Map([[now.transfer, receipt]]) }), given)[0];
};
const nobody = (now: Receiving, given: Given = {}) => {
  const receipt = { owner, ownerName: "Once Ken", automatic: false, now };
  return shown(peerWith({ receiving: new Map([[now.transfer, receipt]]) }), given);
};

const opening = (share: Share, chosen?: Spans): Receiving => ({ ...beginReceiving(share, 7, chosen)[0], linked: true });
const active = { todo: [], checking: [], chunks: new Map(), outside: 0, owed: false, stored: 1_000_000, corrupt: 0 };
const fast = { ...newLine(0), pace: { since: 0, bytes: 0, rates: [500] } };
const halfway = (differs: Partial<Receiving> = {}): Receiving =>
  ({ ...opening(photo), at: "receiving", ...active, line: fast, ...differs }) as Receiving;
const failed = (why: Extract<Receiving, { at: "failed" }>["why"], stored = 0): Receiving => ({
  ...opening(photo),
  at: "failed",
  why,
  stored,
});
const complete = (share: Share, chosen?: Spans) => completeReceiving(share, 7, chosen);
const held = (mine: boolean, theirs: boolean, known = true) => ({ pausing: { mine, theirs, known } });

// What is offered

test("what somebody offers can be downloaded", () => {
  const [share, ...others] = shown(peerWith({ people: peopleOf(ken(photo)) }));
  expect(others).toEqual([]);
  expect(share).toMatchObject({ name: "写真.jpg", size: "4.0 MB", whose: "from Ken", owner, tone: toneOf(owner), state: "available" });
  expect(share).toMatchObject({ percent: 0, width: "0%", busy: false, line: "", why: "", verified: false, many: false, count: "" });
  expect(share?.download).toBe("Download");
  expect(can(share)).toEqual(["download"]);
});

test("several files are called after the first, a folder by its name and how many files are in it", () => {
  const named = (share: Share, language: Language = "en") => {
    const [first] = shown(peerWith({ people: peopleOf(ken(share)) }), { language });
    return [first?.name, first?.count, first?.many];
  };
  expect(named(loose)).toEqual(["a and 2 more", "", true]);
  expect(named(shareWith("4", ["a", 1], ["b", 2]))).toEqual(["a and one more", "", true]);
  expect(named(album)).toEqual(["photos", "3 files", true]);
  expect(named(album, "ja")).toEqual(["photos", "3 個のファイル", true]);
  expect(named(shareWith("4", ["empty/", 0]))).toEqual(["empty", "0 files", true]);
  expect(named(shareWith("4", ["one/a", 1]))).toEqual(["one", "one file", true]);
});

test("a name that turns the reading direction is shown with a sign for that", () => {
  expect(shown(peerWith({ people: peopleOf(ken(shareWith("4", ["\u202egpj.exe", 1]))) }))[0]?.name).toBe("\ufffdgpj.exe");
  expect(shown(peerWith({ people: peopleOf(ken(shareWith("4", ["\u202efo/a", 1]))) }))[0]?.name).toBe("\ufffdfo");
});

test("[T7] a share whose list of files is not here yet can be downloaded; until the list is here, that is said", () => {
  const listed = (differs: Partial<Known>) => shown(peerWith({ people: peopleOf(kenWith({}, offerOf(album, differs))) }))[0];
  expect(can(listed({}))).toEqual(["download"]);
  expect(listed({})).toMatchObject({ state: "available", name: "photos", count: "4 files" });
  expect(can(listed({ listing: true }))).toEqual(["download"]);
  expect(listed({ listing: true, wish: {}, taken: true })).toMatchObject({
    ...{ state: "receiving", busy: true, line: "Reading the list of files…" },
  });
});

test("with some files ticked, the button says that it takes these", () => {
  const picks = new Map([[`${owner}/${album.id}`, [[1, 2]] as Spans]]);
  const peer = peerWith({ people: peopleOf(ken(album, photo)) });
  expect(shown(peer, { around: { picks } }).map(({ download }) => download)).toEqual(["Download selected", "Download"]);
  expect(shown(peer, { around: { picks }, language: "ja" })[0]?.download).toBe("選択分をダウンロード");
});

test("a share's files are shown where somebody opened it, also while it goes on", () => {
  const open = new Set([`${owner}/${album.id}`]);
  expect(shown(peerWith({ people: peopleOf(ken(album, photo)) }), { around: { open } }).map((share) => share.open)).toEqual([true, false]);
  expect(receiving(opening(album), { around: { open } })?.open).toBe(true);
});

// On its way

test("while the disk makes room, nothing has arrived, and it can be held and cancelled", () => {
  const share = receiving(opening(photo));
  expect(share).toMatchObject({ state: "receiving", percent: 0, width: "0%", busy: true, line: "Making room on the disk…", transfer: 7 });
  expect(can(share)).toEqual(["pause", "cancel"]);
});

test("while it arrives, percent, bytes, speed and time left are said", () => {
  const share = receiving(halfway());
  expect(share).toMatchObject({ state: "receiving", percent: 25, width: "25%", busy: true, verified: false });
  expect(share?.line).toBe("25% · 1.0 MB of 4.0 MB · 500.0 kB/s · 6 sec left");
  expect(can(share)).toEqual(["pause", "cancel"]);
  expect(receiving(halfway({ line: newLine(0) }))?.line).toBe("25% · 1.0 MB of 4.0 MB");
});

test("of some files, what was chosen is the whole", () => {
  const share = receiving({ ...opening(album, [[1, 3]]), at: "receiving", ...active, stored: 3_000, line: newLine(0) });
  expect(share).toMatchObject({ count: "2 of 3 files", size: "6.0 kB", state: "receiving" });
  expect(receiving(opening(album))).toMatchObject({ count: "3 files" });
  expect(receiving(opening(album, [[1, 3]]), { language: "ja" })?.count).toBe("3 個中 2 個のファイル");
});

test("[R6] [R10] whoever is not there is waited for, and it is said why", () => {
  const waits = (person: Person | undefined, language: Language = "en") => {
    const now = halfway({ linked: false });
    const share = person === undefined ? nobody(now, { language })[0] : receiving(now, { person, language });
    expect(share).toMatchObject({ state: "waiting", percent: 25, busy: false });
    expect(can(share)).toEqual(["pause", "cancel"]);
    return share?.line.replace(/ · .*/, "");
  };
  expect(waits(undefined)).toBe("Waiting for Once Ken to come back");
  expect(waits(kenWith({ listed: "away" }))).toBe("Waiting for Ken to come back");
  expect(waits(kenWith({ listed: "here" }))).toBe("Waiting for Ken…");
  expect(waits(kenWith(overLink))).toBe("Ken is here but shares it no more; waiting");
  const { contact } = overRelay;
  if (contact === undefined) throw new Error("there is a contact");
  expect(waits(kenWith({ contact: { ...contact, carries: false } }))).toBe("Looking for a direct path to Ken…");
  expect(waits(kenWith({ listed: "away" }), "ja")).toBe("Ken さんが戻るのを待っています");
  expect(waits(kenWith(overLink), "ja")).toBe("Ken さんはいますが、いまは共有していません。再び共有されるのを待っています");
});

test("[R13] it is said who holds it; only who did can let it go on", () => {
  const holds = (differs: Partial<Receiving>, language: Language = "en") => {
    const share = receiving(halfway(differs), { language });
    expect(share).toMatchObject({ state: "paused", percent: 25, busy: false });
    return [share?.line, ...can(share)];
  };
  const progress = "25% · 1.0 MB of 4.0 MB";
  expect(holds(held(true, false))).toEqual([`Paused · ${progress}`, "resume", "cancel"]);
  expect(holds(held(true, false, false))[0]).toBe(`Pausing… · ${progress}`);
  expect(holds({ ...held(true, false, false), linked: false })[0]).toBe(`Paused · ${progress}`);
  expect(holds(held(false, true))).toEqual([`Paused by Ken · ${progress}`, "cancel"]);
  expect(holds(held(true, true))).toEqual([`Paused by you and by Ken · ${progress}`, "resume", "cancel"]);
  expect(holds(held(false, true), "ja")[0]).toBe("Ken さんが一時停止しています · 25% · 1.0 MB / 4.0 MB");
  expect(receiving({ ...opening(photo), ...held(true, false) })).toMatchObject({ state: "paused", line: "Paused" });
});

test("[R12] what an earlier page left is checked first, whether or not somebody is there", () => {
  for (const linked of [true, false]) {
    const share = receiving(halfway({ checking: [[1, 2]], linked } as Partial<Receiving>));
    expect(share).toMatchObject({ state: "checking", busy: true, line: "Checking what is here already… · 25% · 1.0 MB of 4.0 MB" });
    expect(can(share)).toEqual(["pause", "cancel"]);
  }
  expect(receiving(halfway({ checking: [[1, 2]], ...held(true, false) } as Partial<Receiving>))?.state).toBe("paused");
});

test("while the whole is checked it is not yet verified; if its owner's word is missing, that is said", () => {
  const share = receiving({ ...opening(photo), at: "sealing" });
  expect(share).toMatchObject({ state: "checking", percent: 100, verified: false, line: "Checking the whole…" });
  expect(can(share)).toEqual(["cancel"]);
  const alone = receiving({ ...opening(photo), at: "sealing", mine: "f", linked: false });
  expect(alone).toMatchObject({ state: "waiting", line: "All is here; waiting for Ken to confirm it" });
  expect(receiving({ ...opening(photo), at: "closing" })).toMatchObject({ state: "checking", line: "Checking the whole…" });
});

// What is here

test("[R7] only what is complete is verified; one file is saved as it is, and its digest can be copied", () => {
  const sums = new Map([[7, ["f".repeat(64)]]]);
  const share = receiving(complete(photo), { around: { sums } });
  expect(share).toMatchObject({ state: "complete", percent: 100, width: "100%", busy: false, verified: true, line: "" });
  expect(share).toMatchObject({ saveAs: "files", sum: "f".repeat(64) });
  expect(can(share)).toEqual(["remove", "save", "preview"]);
  expect(receiving(halfway(), { around: { sums } })?.sum).toBe("");
});

test("what is here in whole can be looked at where a browser can show it: an image in the list, a PDF in a tab of its own", () => {
  const paper = shareWith("5", ["論文.pdf", 1_000]);
  const page = shareWith("6", ["page.html", 1_000]);
  const sees = (share: ShareShown | undefined) => [
    share?.glyph,
    share?.only,
    ...can(share).filter((act) => act === "preview" || act === "open"),
  ];
  expect(sees(receiving(complete(photo)))).toEqual(["#kind-image", 0, "preview"]);
  expect(sees(receiving(complete(paper)))).toEqual(["#kind-pdf", 0, "open"]);
  expect(sees(receiving(complete(page)))).toEqual(["#kind-file", 0]);
  expect(sees(receiving(complete(album)))).toEqual(["#kind-folder", -1]);
  expect(sees(receiving(complete(album, [[2, 3]])))).toEqual(["#kind-folder", 2, "preview"]);
  expect(sees(receiving(halfway()))).toEqual(["#kind-image", -1]);
  const mine = peerWith({ offered: new Map([[photo.id, newOffered(photo)]]) });
  expect(sees(shown(mine)[0])).toEqual(["#kind-image", 0, "preview"]);
  const previews = new Map([[`${owner}/${photo.id}`, 0]]);
  expect(receiving(complete(photo), { around: { previews } })?.previewed).toBe(true);
});

test("several files are saved as a zip or one by one; where a folder is ready, into that", () => {
  const saves = (now: Receiving, folder?: Around["folder"]) => {
    const share = receiving(now, { around: { folder } });
    return [share?.saveAs, ...can(share).filter((act) => act.startsWith("save"))];
  };
  expect(saves(complete(album))).toEqual(["zip", "save", "saveFiles"]);
  expect(saves(complete(loose))).toEqual(["zip", "save", "saveFiles"]);
  expect(saves(complete(album), { ready: true })).toEqual(["folder", "save", "saveFiles", "saveZip"]);
  expect(saves(complete(album), { ready: false })).toEqual(["zip", "save", "saveFiles"]);
  expect(saves(complete(photo), { ready: true })).toEqual(["folder", "save"]);
  expect(saves(complete(album, [[1, 2]]))).toEqual(["files", "save"]);
  // An empty folder is no file.
  expect(saves(complete(album, [[0, 1]]))).toEqual(["zip", "save", "saveFiles"]);
  expect(saves(complete(shareWith("4", ["one/a", 1])))).toEqual(["zip", "save", "saveFiles"]);
  const many = Array.from({ length: 201 }, (_, i) => [`many/${i}`, 1] as const);
  expect(saves(complete(shareWith("4", ...many)))).toEqual(["zip", "save"]);
});

test("saving is said while it goes on, and where it went afterwards", () => {
  const saved = (how: Around["saved"] extends ReadonlyMap<number, infer Each> ? Each : never, language: Language = "en") => {
    const share = receiving(complete(album), { around: { saved: new Map([[7, how]]) }, language });
    return { state: share?.state, line: share?.line, why: share?.why, can: can(share) };
  };
  expect(saved({ at: "saving", done: 500, total: 2_000 })).toEqual({
    ...{ state: "complete", line: "Saving… 25% · 500 bytes / 2.0 kB", why: "", can: ["remove"] },
  });
  const again = ["remove", "save", "saveFiles"];
  expect(saved({ at: "saved", how: "zip" })).toEqual({ state: "saved", line: "Saved as a zip", why: "", can: again });
  expect(saved({ at: "saved", how: "files" }).line).toBe("Saved");
  expect(saved({ at: "saved", how: "folder" }).line).toBe("Saved in the folder that you chose");
  expect(saved({ at: "saved", how: "folder" }, "ja").line).toBe("選んだフォルダーに保存しました");
  expect(saved({ at: "failed", why: "no-space" })).toEqual({ state: "complete", line: "", why: say("failure.no-space"), can: again });
});

test("[R11] an empty file is all there when it is complete", () => {
  expect(receiving(complete(shareWith("4", ["empty", 0])))).toMatchObject({ percent: 100, size: "0 bytes", verified: true });
});

test("[R10] a finished copy stays in the list when its owner has left, under the name they had", () => {
  const [share, ...others] = nobody(complete(photo));
  expect(others).toEqual([]);
  expect(share).toMatchObject({ state: "complete", whose: "from Once Ken", verified: true });
});

// What ended

test("[R8] what failed and can go on says what is kept, and goes on with the owner there or not", () => {
  for (const why of ["source-silent", "chunk-corrupt", "no-space", "sink-broken", "source-unreadable"] as const) {
    const share = receiving(failed(why, 1_000_000));
    expect(share).toMatchObject({ state: "failed", percent: 25, busy: false, verified: false, why: say(`failure.${why}`) });
    expect(share?.line).toBe("25% · 1.0 MB of 4.0 MB is kept");
    expect(can(share)).toEqual(["resume", "remove"]);
    expect(can(nobody(failed(why))[0])).toEqual(["resume", "remove"]);
    expect(share?.why).not.toContain("nothing");
  }
  expect(receiving(failed("no-space"))?.line).toBe("");
  expect(receiving(failed("no-space", 1_000_000), { language: "ja" })?.line).toBe("25% · 1.0 MB / 4.0 MB は残っています");
});

test("[R8] of anything else nothing is kept; it can be tried again while it is offered", () => {
  const share = receiving(failed("share-mismatch"));
  expect(share).toMatchObject({ state: "failed", percent: 0, width: "0%", line: "", why: say("failure.share-mismatch") });
  expect(can(share)).toEqual(["download", "remove"]);
  expect(can(nobody(failed("share-mismatch"))[0])).toEqual(["remove"]);
});

test("[T5] what was withdrawn says so", () => {
  const [share] = nobody(failed("share-withdrawn"));
  expect(share).toMatchObject({ state: "withdrawn", why: say("failure.share-withdrawn") });
  expect(can(share)).toEqual(["remove"]);
});

test("a cancelled download leaves the offer as it was before", () => {
  const share = receiving(failed("cancelled"));
  expect(share).toMatchObject({ state: "available", why: "", transfer: 0 });
  expect(can(share)).toEqual(["download"]);
});

// Mine

test("what an earlier page of mine shared waits for its files", () => {
  const waits = (share: Share, handles: readonly unknown[] = [], language: Language = "en") =>
    shown(peerWith(), { around: { kept: [{ share, handles }] }, language })[0];
  expect(waits(photo)).toMatchObject({ state: "waiting", kept: true, whose: "yours", owner: me, name: "写真.jpg", busy: false });
  expect(waits(photo)?.again).toEqual({ label: "Choose the same file again", folder: false });
  expect(waits(album)?.again).toEqual({ label: "Choose the same folder again", folder: true });
  expect(waits(loose)?.again).toEqual({ label: "Choose the same files again", folder: false });
  expect(waits(photo, [], "ja")?.again?.label).toBe("同じファイルを選び直す");
  expect(can(waits(photo))).toEqual(["remove"]);
  expect(can(waits(photo, [{}]))).toEqual(["remove", "goOn"]);
  // Folders that were dropped together: no input can choose them.
  expect(waits(shareWith("4", ["x/a", 1], ["y/b", 1]))).toMatchObject({ again: undefined, line: say("shares.again-drop") });
});

test("mine come first, then what is offered, then what is only here any more", () => {
  const gone = shareWith("5", ["gone", 1]);
  const receipt = { owner, ownerName: "Ken", automatic: false, now: complete(gone) };
  const peer = peerWith({
    people: peopleOf(ken(shareWith("6", ["other", 1]))),
    offered: new Map([[photo.id, newOffered(photo)]]),
    receiving: new Map([[7, receipt]]),
  });
  const list = shown(peer, { around: { kept: [{ share: loose, handles: [] }] } });
  expect(list.map(({ state }) => state)).toEqual(["waiting", "offered", "available", "complete"]);
  expect(new Set(list.map(({ key }) => key)).size).toBe(4);
});

// Streams, whose size nobody knows before they end

const stream = streamOf(hexId("6"), { path: "dump.sql", modified: 0, media: "" });

test("[T9] a stream is offered without a size, in both languages, and says that it comes once", () => {
  const offered = (language: Language) => shown(peerWith({ people: peopleOf(ken(stream)) }), { language })[0];
  expect(offered("en")).toMatchObject({
    name: "dump.sql",
    size: "size unknown",
    state: "available",
    endless: true,
    percent: 0,
    width: "0%",
  });
  expect(offered("en")?.line).toBe("It comes as a stream: whoever downloads it first gets it, once.");
  expect(offered("ja")).toMatchObject({
    size: "サイズ不明",
    line: "ストリームとして届きます。最初にダウンロードした人だけが、一度だけ受け取れます。",
  });
  expect(can(offered("en"))).toEqual(["download"]);
  expect(shown(peerWith({ people: peopleOf(ken(photo)) }))[0]?.endless).toBe(false);
});

test("[T9] a stream on its way shows bytes and speed, and neither a share of a whole nor a time left; it can be paused and cancelled", () => {
  const share = receiving(halfway({ share: stream, wanted: stream.size }));
  expect(share).toMatchObject({ state: "receiving", endless: true, percent: 0, width: "30%", busy: true, size: "size unknown" });
  expect(share?.line).toMatch(/^1\.0 MB so far · [\d.]+ \w+\/s$/);
  expect(can(share)).toEqual(["pause", "cancel"]);
  expect(receiving(halfway({ share: stream, wanted: stream.size, ...held(true, false) }))?.line).toBe("Paused · 1.0 MB so far");
});

test("[R16] once it has ended, a stream is shown like any other share", () => {
  const ended = endedStream(stream, 4_000_000);
  expect(receiving(halfway({ share: ended, wanted: ended.size }))).toMatchObject({ endless: false, percent: 25, size: "4.0 MB" });
  const done = receiving(complete(ended));
  expect(done).toMatchObject({ state: "complete", verified: true, size: "4.0 MB" });
  expect(can(done)).toContain("save");
});

test("[R17] a stream that broke off cannot be resumed, and says so", () => {
  for (const why of ["stream-broken", "stream-too-large", "stream-taken"] as const) {
    const share = receiving({ ...failed(why), share: stream, wanted: stream.size } as Receiving);
    expect(share).toMatchObject({ state: "failed", why: say(`failure.${why}`), width: "0%" });
    expect(can(share)).toEqual(["remove"]);
  }
});

test("what everything takes is what is offered and not begun; what did not fit is counted", () => {
  const stream = streamOf(hexId("9"), { path: "stdin", modified: 0, media: "" });
  const takeable = (...known: readonly Known[]) =>
    shown(peerWith({ people: peopleOf(kenWith({}, ...known)) })).map((share) => [share.takeable, share.line]);
  expect(takeable(knownOf(photo), offerOf(album), knownOf(loose, { queued: true }), knownOf(stream))).toEqual([
    [true, ""],
    [true, ""],
    [false, "waits for its turn"],
    [false, say("shares.stream-once")],
  ]);
  expect(receiving(halfway())?.takeable).toBe(false);
  const receipt = (now: Receiving) => ({ owner, ownerName: "Ken", automatic: true, now });
  const receipts = new Map([failed("no-space"), failed("no-space"), failed("chunk-corrupt"), halfway()].map((now, i) => [i, receipt(now)]));
  expect(unfitOf(peerWith({ receiving: receipts }))).toBe(2);
});
