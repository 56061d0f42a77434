import { assert } from '../base/index.ts';
import type { MemoryMeter } from './meter.ts';

export type PressureLevel = 'none' | 'warning' | 'critical';

/** One look at resident memory. */
export interface PressureSample {
  readonly level: PressureLevel;
  readonly rssBytes: number;
  /** True once each time the level climbs: the moment to act and to log. */
  readonly hasRisen: boolean;
}

export interface PressureWatchOptions {
  /** 0 means unlimited. */
  readonly budgetBytes: number;
  readonly meter: Pick<MemoryMeter, 'rssBytes'>;
  /** The thresholds, which are the planner's. */
  readonly levelOf: (usedBytes: number, budgetBytes: number) => PressureLevel;
}

const rank: Readonly<Record<PressureLevel, number>> = { none: 0, warning: 1, critical: 2 };

/** A level is left only when memory has fallen this share of the budget below it. */
const calmSharePercent = 5;

/**
 * Watches resident memory against the budget. It says once that a level was reached, and again only
 * after memory has clearly fallen below it: freed memory seldom goes back to the system, so acting
 * on every high reading would spill without end. One sample costs about 2 µs; it holds nothing.
 */
export class PressureWatch {
  readonly #budgetBytes: number;
  readonly #meter: Pick<MemoryMeter, 'rssBytes'>;
  readonly #levelOf: PressureWatchOptions['levelOf'];
  #announced: PressureLevel = 'none';

  constructor(options: PressureWatchOptions) {
    assert(options.budgetBytes >= 0, 'the budget was resolved before it is watched');
    this.#budgetBytes = options.budgetBytes;
    this.#meter = options.meter;
    this.#levelOf = options.levelOf;
  }

  sample(): PressureSample {
    const rssBytes = this.#meter.rssBytes();
    const level = this.#levelOf(rssBytes, this.#budgetBytes);
    const hasRisen = rank[level] > rank[this.#announced];
    if (hasRisen) this.#announced = level;
    else this.#calmDown(rssBytes);
    return { level, rssBytes, hasRisen };
  }

  #calmDown(rssBytes: number): void {
    const margin = (this.#budgetBytes * calmSharePercent) / 100;
    const calmed = this.#levelOf(rssBytes + margin, this.#budgetBytes);
    if (rank[calmed] < rank[this.#announced]) this.#announced = calmed;
  }
}
