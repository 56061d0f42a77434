import { CodefangError, formatBytes, MiB } from '../base/index.ts';
import type { RunPlan } from './run-plan.ts';

/** Parts go on with this much; it is what a plan grants at least. */
const partBytesMin = MiB;
/** More names may follow: by so much more than is missing the next budget is larger. */
const headroom = 2;

/**
 * Keeps names of files, and what is known of them, within the budget. They stay in memory, as every commit may ask for
 * any of them; what they take beyond their account is taken from the parts of analyzers, which can hibernate.
 */
export class PathRoom {
  readonly #plan: RunPlan;
  readonly #limitParts: (bytes: number) => void;
  readonly #boundBytes: number;
  #lentBytes = 0;

  /** `limitParts` changes what all parts together may take. */
  constructor(plan: RunPlan, limitParts: (bytes: number) => void) {
    this.#plan = plan;
    this.#limitParts = limitParts;
    const account = plan.accounts.find(({ name }) => name === 'paths');
    this.#boundBytes = account?.boundBytes ?? Number.POSITIVE_INFINITY;
  }

  /** @throws {CodefangError} BUDGET when parts can give no more */
  fit(pathBytes: number): void {
    const lentBytes = Math.max(0, pathBytes - this.#boundBytes);
    if (lentBytes <= this.#lentBytes) return;
    const { budgetBytes, regions } = this.#plan;
    const leftBytes = regions.workingStateBytes - lentBytes;
    if (leftBytes < partBytesMin) {
      const needed = Math.ceil((budgetBytes + headroom * (lentBytes + partBytesMin)) / MiB);
      throw new CodefangError(
        'BUDGET',
        `Cannot go on within ${formatBytes(budgetBytes)}: the names of files take ${formatBytes(pathBytes)}, ` +
          `${formatBytes(this.#boundBytes)} are set aside for them, use --memory-budget ${needed}MiB or more`,
      );
    }
    this.#lentBytes = lentBytes;
    this.#limitParts(leftBytes);
  }
}
