import type { AccountName } from '../engine/index.ts';
import type { PipelineSizes, PlanRequest } from './plan-request.ts';
import type { Regions } from './split-regions.ts';

/** What the sizes of accounts follow from, beside the request. */
export interface AccountSizes extends PipelineSizes {
  readonly regions: Regions;
}

/**
 * One line of the budget: who may hold how much, and what a usual history takes of it. Pure arithmetic, in bytes.
 */
export interface Account {
  readonly name: AccountName;
  /** Whether its owner takes all of it when the run starts, so that it need not be measured. */
  readonly isWhole: boolean;
  /** The most that its owner may hold; 0 when there is no owner. */
  bound(request: PlanRequest, sizes: AccountSizes): number;
  /** What this history is likely to need; the plan cuts it at the bound. */
  likely(request: PlanRequest, sizes: AccountSizes): number;
  /** Where the figures come from. */
  readonly why: string;
  /** The program that measures them on the Node and the machine at hand, from the root of the project. */
  readonly measuredBy: `bench/costs/${string}.ts`;
}
