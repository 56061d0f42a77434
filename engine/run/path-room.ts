import { CodefangError, formatBytes, MiB } from '../base/index.ts';
import type { RunPlan } from '../plan.ts';

/** More names may follow: by so much more than is missing the next budget is larger. */
const headroom = 2;

/**
 * Keeps names of files, and what is known of them, within the budget. They stay in memory, as every commit may ask
 * for any of them; what they take beyond their account is taken from the parts of analyzers, which can hibernate.
 * When those can give no more, names may have what other accounts leave unused, until memory is short.
 */
export class PathRoom {
  readonly #plan: RunPlan;
  readonly #limitParts: (bytes: number) => void;
  readonly #boundBytes: number;
  #leftBytes: number;

  /** `limitParts` changes what all parts together may take. */
  constructor(plan: RunPlan, limitParts: (bytes: number) => void) {
    this.#plan = plan;
    this.#limitParts = limitParts;
    const account = plan.accounts.find(({ name }) => name === 'paths');
    this.#boundBytes = account?.boundBytes ?? Number.POSITIVE_INFINITY;
    this.#leftBytes = plan.regions.workingStateBytes;
  }

  /** @throws {CodefangError} BUDGET when parts can give no more and memory is short */
  fit(pathBytes: number, rssBytes: () => number): void {
    const beyondBytes = pathBytes - this.#boundBytes;
    if (beyondBytes <= 0) return;
    const { budgetBytes, regions, partBytesMin, criticalShare } = this.#plan;
    const leftBytes = regions.workingStateBytes - beyondBytes;
    const isShort = leftBytes < partBytesMin && rssBytes() > budgetBytes * criticalShare;
    if (isShort) throw this.#tooMany(pathBytes, beyondBytes);
    const limitBytes = Math.max(partBytesMin, leftBytes);
    if (limitBytes >= this.#leftBytes) return;
    this.#leftBytes = limitBytes;
    this.#limitParts(limitBytes);
  }

  #tooMany(pathBytes: number, beyondBytes: number): CodefangError {
    const { budgetBytes, partBytesMin } = this.#plan;
    const needed = Math.ceil((budgetBytes + headroom * (beyondBytes + partBytesMin)) / MiB);
    return new CodefangError(
      'BUDGET',
      `Cannot continue within ${formatBytes(budgetBytes)}: the names of files take ${formatBytes(pathBytes)}, ` +
        `${formatBytes(this.#boundBytes)} are set aside for them, use --memory-budget ${needed}MiB or more`,
    );
  }
}
