import type { StageView } from './dashboard-view.ts';
import type { LoggedFields } from './logged-fields.ts';

interface Stage {
  readonly name: string;
  readonly meaning: string;
  /** The attribute of a batch that counts its time; none for a phase of its own. */
  readonly attribute?: string;
}

const stages: readonly Stage[] = [
  { name: 'survey', meaning: 'reading all commits and putting them in order' },
  {
    name: 'read and compare',
    meaning: 'waiting for the threads that read objects and compare files',
    attribute: 'wait_ms',
  },
  { name: 'fold', meaning: 'the analyzers, on the main thread', attribute: 'fold_ms' },
  {
    name: 'end of chunks',
    meaning: 'hibernation, spilling, checkpoints, replanning',
    attribute: 'chunk_end_ms',
  },
  { name: 'report', meaning: 'writing the report' },
];

/** Where the time of one run went, by the stages of the pipeline. BOUNDED BY: five numbers. */
export class StageModel {
  readonly #totals: number[] = stages.map(() => 0);

  addPhase(name: string, durationMs: number): void {
    const at = stages.findIndex((stage) => stage.name === name && stage.attribute === undefined);
    if (at >= 0) this.#totals[at]! += durationMs;
  }

  addBatch(attributes: LoggedFields, durationMs: number): void {
    for (const [at, { attribute }] of stages.entries()) {
      if (attribute === undefined) continue;
      // A log may say anything, but no part is longer than the whole.
      this.#totals[at]! += Math.min(durationMs, Math.max(0, attributes.number(attribute)));
    }
  }

  /** In the order of the pipeline; none before anything is known. */
  stages(): StageView[] {
    if (this.#totals.every((total) => total === 0)) return [];
    return stages.map(({ name, meaning }, at) => ({ name, meaning, totalMs: this.#totals[at]! }));
  }
}
