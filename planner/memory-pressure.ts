import { PlanError } from './plan-error.ts';
import { plannerConstants } from './planner-constants.ts';

/** How near the budget is: `warning` from 80 %, `critical` from 90 %. */
export type MemoryPressureLevel = 'none' | 'warning' | 'critical';

/**
 * The pressure that `usedBytes` put on a budget; a budget of 0 or less is none and knows no
 * pressure.
 *
 * @throws {PlanError} USAGE when a size is not finite
 * @example checkMemoryPressure(9, 10) === 'critical'
 */
export function checkMemoryPressure(usedBytes: number, memoryBudgetBytes: number): MemoryPressureLevel {
  if (!Number.isFinite(usedBytes) || !Number.isFinite(memoryBudgetBytes)) {
    throw new PlanError(
      'USAGE',
      `Cannot determine the pressure of ${usedBytes} in ${memoryBudgetBytes} bytes: ` + 'expected finite numbers',
    );
  }
  if (memoryBudgetBytes <= 0) return 'none';
  const ratio = usedBytes / memoryBudgetBytes;
  if (ratio >= plannerConstants.pressureCriticalRatio) return 'critical';
  return ratio >= plannerConstants.pressureWarningRatio ? 'warning' : 'none';
}
