import type {
  AnalyzerDefinition,
  AnalyzerRun,
  AnalyzerSetup,
  Cell,
  Column,
  CommitView,
  Facts,
  FileChanges,
  Section,
} from '../../engine/index.ts';

/** How many commits change how many files: one option, one fact table, one section. */
export const template: AnalyzerDefinition = {
  id: 'history/template',
  title: 'Commit sizes',
  description: 'How many commits change how many files',
  needs: ['changes'],
  options: [{ name: 'step', kind: 'count', initial: 10, min: 1, help: 'Number of files that one row of sizes covers' }],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 16 },
  create: (setup) => new TemplateRun(setup),
};

const columns: readonly Column[] = [
  {
    name: 'files_from',
    type: 'int',
    unit: 'files',
    description: 'Smallest number of files that a commit of this row changes',
  },
  { name: 'files_to', type: 'int', unit: 'files', description: 'One more than the largest such number' },
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits in this range' },
];

class TemplateRun implements AnalyzerRun {
  readonly #step: number;
  /** Commits by the files that they change, in steps. */
  readonly #sizes: Facts<'step' | 'commits'>;

  constructor(setup: AnalyzerSetup) {
    this.#step = Number(setup.options['step']);
    this.#sizes = setup.facts({ name: 'sizes', keys: ['step'], columns: { commits: 'sum' } });
  }

  /** Called for every commit in walk order, or more than once when it comes in slices. */
  fold(commit: CommitView, _changes: FileChanges): void {
    if (!commit.isFirstSlice || commit.changeCount === 0) return;
    this.#sizes.add(Math.floor(commit.changeCount / this.#step), 0, 0, 1);
  }

  /** Called once at the end. */
  *report(): Generator<Section> {
    yield {
      name: 'commit_sizes',
      title: 'Commits by the files they change',
      shape: 'table',
      columns,
      show: { bar: 'commits', emptyBecause: 'no commit changes a file' },
      rows: this.#rows(),
    };
  }

  /** Rows are made as they are read: a section may be larger than memory. */
  *#rows(): Generator<readonly Cell[]> {
    for (const { step, commits } of this.#sizes) yield [step * this.#step, (step + 1) * this.#step, commits];
  }
}
