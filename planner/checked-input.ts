import { PlanError } from './plan-error.ts';

/**
 * A size as an exact integer; 0 when absent. Zero and negative sizes mean "not said".
 * WHY NOT number: `budget * 95` leaves the exact integers of a double at 94 TB.
 *
 * @throws {PlanError} USAGE when it is not an integer
 */
export function checkedSize(field: string, value: number | undefined): bigint {
  return BigInt(checkedInteger(field, value ?? 0));
}

/** @throws {PlanError} USAGE when the value is not an integer that a double holds exactly */
export function checkedCommits(field: string, value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw refusal(field, value);
}

function checkedInteger(field: string, value: number): number {
  if (Number.isInteger(value)) return value;
  throw refusal(field, value);
}

function refusal(field: string, value: unknown): PlanError {
  return new PlanError('USAGE', `Cannot plan with ${field} ${String(value)}: expected an integer`);
}
