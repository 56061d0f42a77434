import type { Account } from './account.ts';
import type { PlanRequest } from './plan-request.ts';

/** What is there before the first commit is folded, as it was measured or can be counted. */
export const processAccounts: readonly Account[] = [
  {
    name: 'process',
    isWhole: true,
    bound: processBytes,
    likely: processBytes,
    why: 'Resident when the plan is made, without the surveyed history: Node, its heap, the code of the program',
    measuredBy: 'bench/costs/resident.ts',
  },
  {
    name: 'dashboard',
    isWhole: true,
    bound: dashboardBytes,
    likely: dashboardBytes,
    why: 'The child process of --dashboard is granted a fixed size, whether it takes it or not',
    measuredBy: 'bench/costs/dashboard.ts',
  },
  {
    name: 'history',
    isWhole: true,
    bound: historyBytes,
    likely: historyBytes,
    why: 'Columns of the commit table, people and walk order; counted by the survey itself',
    measuredBy: 'bench/costs/history.ts',
  },
  {
    name: 'line histories',
    isWhole: true,
    bound: ({ lineBytes }) => lineBytes,
    likely: ({ lineBytes }) => lineBytes,
    why:
      'Lanes, open children, balances and landings per commit, and buffers that are used over and over; versions of ' +
      'files are parts',
    measuredBy: 'bench/costs/history.ts',
  },
  {
    name: 'commit notes',
    isWhole: true,
    bound: ({ noteBytes }) => noteBytes,
    likely: ({ noteBytes }) => noteBytes,
    why: 'Times, zones, people and flags of commits by place while the report is written; texts are on disk',
    measuredBy: 'bench/costs/history.ts',
  },
];

function dashboardBytes({ childBytes }: PlanRequest): number {
  return childBytes ?? 0;
}

function historyBytes(request: PlanRequest): number {
  return Math.min(request.historyBytes, request.residentBytes - dashboardBytes(request));
}

function processBytes(request: PlanRequest): number {
  return request.residentBytes - historyBytes(request) - dashboardBytes(request);
}
