import { assert } from '../base/index.ts';
import type {
  AnalyzerDefinition,
  AnalyzerNeed,
  AnalyzerRun,
  CommitColumn,
  CommitView,
  FactCursor,
  FactSpec,
  FileChanges,
  OptionValues,
  SubmoduleChanges,
} from '../contract.ts';
import type { NamedFacts } from '../spill/index.ts';
import { OwnedState } from './owned-state.ts';
import type { SelectedAnalyzer } from './run-state-options.ts';

/** One analyzer with its tables and parts while a run lasts. */
export class AnalyzerSlot {
  readonly definition: AnalyzerDefinition;
  readonly options: OptionValues;
  readonly run: AnalyzerRun;
  readonly state: OwnedState;
  /** Whether it folds for others alone, and reports nothing. */
  readonly isOnlyRead: boolean;
  /** (place) → what the analyzer says of each commit; no row where all is 0. */
  readonly #series: NamedFacts | undefined;
  readonly #values: Float64Array;

  /** With `isPerCommit` it keeps what the analyzer says of each commit. */
  constructor({ definition, options, isOnlyRead = false }: SelectedAnalyzer, isPerCommit = false) {
    this.definition = definition;
    this.options = options;
    this.isOnlyRead = isOnlyRead;
    this.state = new OwnedState(definition.id);
    const { state } = this;
    this.run = definition.create({
      options,
      facts: (spec) => state.facts(spec),
      parts: (name, shape) => state.parts(name, shape),
    });
    const { commitColumns = [] } = definition;
    this.#values = new Float64Array(commitColumns.length);
    if (isPerCommit && commitColumns.length > 0) this.#series = state.facts(seriesSpec(commitColumns));
  }

  needs(need: AnalyzerNeed): boolean {
    return this.definition.needs.includes(need);
  }

  fold(commit: CommitView, changes: FileChanges, submodules: SubmoduleChanges): void {
    if (this.needs('changes')) this.run.fold?.(commit, changes, submodules);
  }

  /** Keeps what the analyzer says of the commit that it has folded whole. */
  noteCommit(commit: CommitView): void {
    if (this.#series === undefined) return;
    const values = this.#values.fill(0);
    this.run.commitValues?.(commit, values);
    if (values.every((value) => value === 0)) return;
    this.#series.add(commit.place, 0, 0, values[0]!, values[1], values[2], values[3]);
  }

  /** What was kept, by place; undefined when there is nothing to keep. Close it. */
  scanSeries(): FactCursor | undefined {
    return this.#series?.scan();
  }
}

/** A commit's row takes little beside what the analyzers keep. */
const seriesWeight = 0.25;

function seriesSpec(columns: readonly CommitColumn[]): FactSpec {
  assert(columns.length <= 4, 'an analyzer records at most 4 integers per commit');
  const sums = Object.fromEntries(columns.map(({ name }) => [name, 'sum' as const]));
  return { name: 'commits', keys: ['place'], columns: sums, weight: seriesWeight };
}
