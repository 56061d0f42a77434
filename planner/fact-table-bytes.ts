import { engineCosts as costs } from './engine-costs.ts';
import type { PlanRequest } from './plan-request.ts';
import type { Regions } from './split-regions.ts';

/** Memory of all fact tables together: their part of the aggregate region, and of parts where no owner has any. */
export function factTableBytes({ workingBytesPerCommit }: PlanRequest, regions: Regions): number {
  const unused = workingBytesPerCommit > 0 ? 0 : regions.workingStateBytes;
  return Math.floor(regions.aggregateStateBytes * costs.tableShare) + unused;
}
