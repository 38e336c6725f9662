// The laboratory: real browsers on hosts of small networks. `bun run test:lab` runs its tests with 5 MB in each cell of the matrix's telling four;
//   --all          the whole matrix with 50 MB, cables that are out for 90 s, and 1 GiB each way on a LAN without any way out (an hour at most)
//   --mb=50        megabytes in each cell of the matrix
//   --large=1024   MiB each way of the large files
// Where root or network namespaces are missing, each file of tests says so and is left out.
const given = new Map(process.argv.slice(2).map((each) => [each.replace(/=.*/, ""), each.replace(/^[^=]*=?/, "")] as const));
const known = ["--all", "--mb", "--large"];
const unknown = [...given.keys()].find((each) => !known.includes(each));
if (unknown !== undefined) {
  console.error(`There is no option ${unknown}; there are ${known.join(", ")}.`);
  process.exit(2);
}

const extent = {
  ROOMCP_LAB: given.has("--all") ? "all" : "more",
  ROOMCP_LAB_MB: given.get("--mb") ?? "",
  ROOMCP_LAB_LARGE_MIB: given.get("--large") ?? "",
};
const { exited } = Bun.spawn([process.execPath, "test", "test/lab"], {
  env: { ...process.env, ...extent },
  stdout: "inherit",
  stderr: "inherit",
});
process.exit(await exited);

export {};
