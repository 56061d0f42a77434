import { PlanError } from './plan-error.ts';
import { plannerConstants } from './planner-constants.ts';

/** What is watched while chunks run, in bytes per commit. */
export type GrowthMetricName = 'working_state' | 'payload' | 'aggregate_growth';

/**
 * One rate: what was predicted of it, and the moving average of what was seen. The first
 * observation seeds the average as it is; without a prediction it becomes the prediction as well.
 */
export class GrowthMetric {
  readonly name: GrowthMetricName;
  #predicted: number | undefined;
  #average: number | undefined;

  /** `predictedBytes` of 0 or less means that nothing was predicted. */
  constructor(name: GrowthMetricName, predictedBytes: number) {
    this.name = name;
    this.#predicted = predictedBytes > 0 ? atLeastNoise(predictedBytes) : undefined;
  }

  /** Bytes per commit as smoothed so far; 0 before the first observation. */
  get averageBytes(): number {
    return this.#average ?? 0;
  }

  /** Bytes per commit that the plan in force reckons with; 0 while unknown. */
  get predictedBytes(): number {
    return this.#predicted ?? 0;
  }

  /** Distance of the average from the prediction, as a share of the prediction. */
  get divergence(): number {
    if (this.#average === undefined || this.#predicted === undefined) return 0;
    return Math.abs(this.#average - this.#predicted) / this.#predicted;
  }

  /** Takes one measurement in; state may shrink, so a negative one counts as noise. */
  observe(bytes: number): void {
    const seen = atLeastNoise(bytes);
    const weight = plannerConstants.averageWeight;
    const former = this.#average ?? seen;
    // A steady rate stays exact, whatever the rounding of the weighted sum.
    this.#average = former === seen ? seen : weight * seen + (1 - weight) * former;
    this.#predicted ??= this.#average;
  }

  /** The average becomes the prediction, as whole bytes. */
  adoptAverage(): void {
    if (this.#average !== undefined) this.#predicted = Math.floor(this.#average);
  }
}

/** @throws {PlanError} USAGE when the measurement is not finite */
export function checkedRate(field: string, bytes: number | undefined): number | undefined {
  if (bytes === undefined || Number.isFinite(bytes)) return bytes;
  throw new PlanError('USAGE', `Cannot observe ${field} ${bytes}: expected a finite number`);
}

function atLeastNoise(bytes: number): number {
  return Math.max(bytes, plannerConstants.observedGrowthBytesMin);
}
