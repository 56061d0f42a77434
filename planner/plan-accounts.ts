import type { PlannedAccount } from '../engine/index.ts';
import type { Account, AccountSizes } from './account.ts';
import { processAccounts } from './process-accounts.ts';
import type { PlanRequest } from './plan-request.ts';
import { stateAccounts } from './state-accounts.ts';
import { storeAccounts } from './store-accounts.ts';
import { threadAccounts } from './thread-accounts.ts';

/** All accounts of a run, in the order in which they are shown. */
export const accounts: readonly Account[] = [...processAccounts, ...threadAccounts, ...storeAccounts, ...stateAccounts];

/**
 * Who may hold how much. The bounds add up to the budget without its slack; with regions of nothing they are those
 * of the pipeline.
 */
export function planAccounts(request: PlanRequest, sizes: AccountSizes): PlannedAccount[] {
  const planned = accounts.map((account) => {
    const { name, isWhole } = account;
    const boundBytes = account.bound(request, sizes);
    const likelyBytes = Math.ceil(account.likely(request, sizes));
    return { name, isWhole, boundBytes, predictedBytes: Math.min(boundBytes, likelyBytes) };
  });
  return planned.filter(({ boundBytes }) => boundBytes > 0);
}
