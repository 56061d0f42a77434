/**
 * `USAGE`: the request is wrong. `BUDGET`: the request is fine, but the memory budget cannot hold
 * it.
 */
export type PlanErrorCode = 'USAGE' | 'BUDGET';

/**
 * A request that cannot be planned. The planner stands alone, so it has an error class of its own.
 */
export class PlanError extends RangeError {
  readonly code: PlanErrorCode;
  /** With code `BUDGET`: the smallest budget that can be planned, in bytes. */
  readonly smallestBudgetBytes: number | undefined;

  constructor(code: PlanErrorCode, message: string, smallestBudgetBytes?: number) {
    super(message);
    this.name = 'PlanError';
    this.code = code;
    this.smallestBudgetBytes = smallestBudgetBytes;
  }
}

/** The refusal of a budget that leaves nothing beside the overhead. */
export function budgetTooSmall(budget: bigint, overhead: bigint, smallest: bigint): PlanError {
  return new PlanError(
    'BUDGET',
    `Cannot plan in a budget of ${sizeText(Number(budget))}: the overhead alone takes ${sizeText(Number(overhead))}, ` +
      `the smallest budget that works is ${sizeText(Number(smallest))}`,
    Number(smallest),
  );
}

const MiB = 1024 * 1024;

/** A size, exactly: what is named as the smallest that works must work. */
export function sizeText(bytes: number): string {
  return bytes > 0 && bytes % MiB === 0 ? `${bytes / MiB} MiB` : `${bytes} bytes`;
}
