// All benches, one after the other. Options are handed on: `bun bench/all.ts --rounds=1 --mib=8`.
//
//   weight       what the page's JavaScript weighs                  page         how soon a page is there
//   chat         a message beside a transfer
//   signal       envelopes through the server                      fair         five receivers on a slow line (root)
//   transfer     one large file                                    smooth       the page beside three transfers
//   crowd        a full room: scrolling and typing
//   small-files  10,000 small ones                                 reload       a reload in the middle
//   memory       4 GiB, both sides, saved                          recheck      what lies on the disk, checked again
//   long-line    80 ms and back, 12.5 MB/s (root)             agreement    CPace, on each side
//   relay        one large file through the server                 relays       50 slow readers, and the server's memory
//   start        the binary: first answer, memory, size            idle         10,000 people who say nothing
//   cli-disk     a terminal's disk, sending and receiving    terminal     terminals and a Chromium, the relay, 4 GiB
//   pipe         curl to curl through the server
const names = [
  "weight",
  "page",
  "signal",
  "transfer",
  "small-files",
  "chat",
  "smooth",
  "crowd",
  "reload",
  "recheck",
  "memory",
  "fair",
  "long-line",
  "agreement",
  "relay",
  "relays",
  "start",
  "idle",
  "cli-disk",
  "pipe",
  "terminal",
];

for (const name of names) {
  const { exited } = Bun.spawn([process.execPath, `bench/${name}.ts`, ...process.argv.slice(2)], { stdout: "inherit", stderr: "inherit" });
  if ((await exited) !== 0) process.exit(1);
}

export {};
