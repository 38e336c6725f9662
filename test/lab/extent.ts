// How much of the laboratory a run takes: `bun test` a little, `bun run test:lab` more, and with `--all` everything (`run.ts` says so to the tests).

const { ROOMCP_LAB = "", ROOMCP_LAB_MB = "", ROOMCP_LAB_LARGE_MIB = "" } = process.env;

/** What takes minutes is wanted. */
export const isLong = ROOMCP_LAB !== "";
export const isAll = ROOMCP_LAB === "all";
/** Bytes of a file in the matrix: more than a window holds, or what people send. */
export const matrixBytes = Number(ROOMCP_LAB_MB || (isAll ? 50 : 5)) * 1e6;
export const largeBytes = Number(ROOMCP_LAB_LARGE_MIB || 1024) * 2 ** 20;

/** Why a test is left out of this run; undefined if it is not. */
export const notNow = (wanted: boolean, how: string) => (wanted ? undefined : `it takes minutes; ${how} has it`);
