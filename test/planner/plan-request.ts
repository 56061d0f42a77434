import type { PlanRequest } from '../../planner/index.ts';

const MiB = 1024 * 1024;

/** A large history with two workers in a usual budget. */
export const planRequest: PlanRequest = {
  budgetBytes: 512 * MiB,
  workers: 2,
  cpuCount: 4,
  nodeMajor: 20,
  residentBytes: 70 * MiB,
  historyBytes: 8 * MiB,
  indexBytes: 19 * MiB,
  packBytes: 300 * MiB,
  comparisonBytes: 8 * MiB,
  files: 5000,
  filePathBytes: 150_000,
  commits: 80_000,
  factBytesMin: MiB,
  lineBytes: 5 * MiB,
  noteBytes: 0,
  workingBytesPerCommit: 2000,
  aggregateBytesPerCommit: 1000,
  payloadBytesPerCommit: 700,
};
