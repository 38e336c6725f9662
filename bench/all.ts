// All benches, one after the other. Options are handed on: `bun bench/all.ts --rounds=1 --mib=8`.
for (const name of ["page", "signal", "transfer", "memory"]) {
  const { exited } = Bun.spawn([process.execPath, `bench/${name}.ts`, ...process.argv.slice(2)], { stdout: "inherit", stderr: "inherit" });
  if ((await exited) !== 0) process.exit(1);
}

export {};
