import type { Account, AccountSizes } from './account.ts';
import { engineCosts as costs } from './engine-costs.ts';
import { factTableBytes } from './fact-table-bytes.ts';
import type { PlanRequest } from './plan-request.ts';

/** A file's place in the tables of names, beside the name itself. */
const fileBytes = 72;
/** Paths of a history for each one at its end: files go, and are renamed. */
const pathsPerFile = 1.2;
/** Cursors, rows in hand and what is sorted again while a report is written. */
const reportBytesPerCommit = 32;

/** What grows with the walk. */
export const stateAccounts: readonly Account[] = [
  {
    name: 'paths',
    isWhole: false,
    bound: (_, sizes) => sizes.pathBytes,
    likely: expectedPathBytes,
    why: 'Names of files with what is known of each; they stay in memory, since each commit may ask for one',
    measuredBy: 'bench/costs/paths.ts',
  },
  {
    name: 'in flight',
    isWhole: false,
    bound: (_, sizes) => sizes.regions.inFlightBytes,
    // Payload lies in slabs, which have an account; the region is what the given design sets aside.
    likely: () => 0,
    why: 'Payload between threads beyond the slabs: none in this engine, so that it is a reserve',
    measuredBy: 'bench/costs/state.ts',
  },
  {
    name: 'parts',
    isWhole: false,
    bound: (request, sizes) => (request.workingBytesPerCommit > 0 ? sizes.regions.workingStateBytes : 0),
    likely: ({ commits, workingBytesPerCommit }) => commits * workingBytesPerCommit,
    why: 'What analyzers and line histories declare per commit; the rest goes to disk and comes back',
    measuredBy: 'bench/costs/state.ts',
  },
  {
    name: 'facts',
    isWhole: false,
    bound: (request, sizes) => factTableBytes(request, sizes.regions),
    likely: ({ commits, aggregateBytesPerCommit, factBytesMin }) =>
      Math.max(factBytesMin, commits * aggregateBytesPerCommit),
    why: 'What analyzers and line histories declare per commit; full tables spill',
    measuredBy: 'bench/costs/state.ts',
  },
  {
    name: 'report',
    isWhole: false,
    bound: (_, { regions }) => regions.aggregateStateBytes - Math.floor(regions.aggregateStateBytes * costs.tableShare),
    likely: ({ commits }: PlanRequest) => commits * reportBytesPerCommit,
    why: 'What sections sort again while the report is written',
    measuredBy: 'bench/costs/state.ts',
  },
];

/** What the names of files are likely to take. */
export function expectedPathBytes({ files, filePathBytes }: PlanRequest, _sizes?: AccountSizes): number {
  return costs.pathBytesMin + Math.ceil((filePathBytes + files * fileBytes) * pathsPerFile);
}
