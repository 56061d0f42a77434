import {
  type AnalyzerDefinition,
  type AnalyzerRun,
  type AnalyzerSetup,
  type CommitView,
  type FileChanges,
  type ReportContext,
  type Section,
  sortDistinct,
} from '../../engine/index.ts';
import { type CouplesFacts, openCouplesFacts } from './couples-facts.ts';
import { developerCouplingSection } from './developer-coupling.ts';
import { rankFilePairs } from './file-pairs.ts';
import { aggregateSection, fileCouplingSection, fileOwnershipSection } from './file-sections.ts';

/**
 * Files that change in the same commit, and people who change the same files. A commit's context
 * is all files it changes; sweeping commits are left out, since they couple everything with
 * everything.
 */
export const couples: AnalyzerDefinition = {
  id: 'history/couples',
  title: 'Coupling',
  description: 'Which files change together, and which developers change the same files',
  needs: ['changes'],
  options: [
    {
      name: 'max-files',
      kind: 'count',
      initial: 1000,
      min: 1,
      help: 'Leave out commits that change more files than this',
    },
    {
      name: 'min-shared',
      kind: 'count',
      initial: 2,
      min: 1,
      isReportOnly: true,
      help: 'List pairs of files with at least this many common commits',
    },
  ],
  commitColumns: [
    { name: 'files', unit: 'files' },
    { name: 'counted_files', unit: 'files' },
  ],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 64, aggregateBytesPerCommit: 512 },
  create: (setup) => new CouplesRun(setup),
};

class CouplesRun implements AnalyzerRun {
  readonly #filesMax: number;
  readonly #sharedMin: number;
  readonly #facts: CouplesFacts;
  /** Files of the open commit. BOUNDED BY: `max-files`. */
  #fileIds: Int32Array = new Int32Array(1024);
  #count = 0;

  constructor(setup: AnalyzerSetup) {
    this.#filesMax = Number(setup.options['max-files']);
    this.#sharedMin = Number(setup.options['min-shared']);
    this.#facts = openCouplesFacts(setup);
  }

  fold(commit: CommitView, changes: FileChanges): void {
    if (commit.personId < 0) return;
    if (commit.changeCount > this.#filesMax) {
      if (commit.isFirstSlice) this.#facts.skipped.add(0, 0, 0, 1);
      return;
    }
    if (commit.isFirstSlice) this.#begin(commit.changeCount);
    for (let at = 0; at < changes.count; at += 1) {
      this.#fileIds[this.#count] = changes.fileId(at);
      this.#count += 1;
    }
    if (commit.isLastSlice) this.#book(commit.personId);
  }

  /** Files that the commit changes, and how many of them were coupled: none of a sweeping commit. */
  commitValues({ changeCount }: CommitView, values: Float64Array): void {
    values[0] = changeCount;
    values[1] = changeCount > this.#filesMax ? 0 : this.#count;
  }

  *report(context: ReportContext): Generator<Section> {
    const ranked = rankFilePairs(this.#facts, context, this.#sharedMin);
    yield fileCouplingSection(ranked, context);
    yield developerCouplingSection(this.#facts.touches, context);
    yield fileOwnershipSection(this.#facts.touches, context);
    yield aggregateSection(ranked, this.#facts.touches, context);
  }

  gaps(): Readonly<Record<string, number>> {
    let skipped = 0;
    for (const { commits } of this.#facts.skipped) skipped += commits;
    return { couples_skipped_commits: skipped };
  }

  #begin(changeCount: number): void {
    this.#count = 0;
    if (this.#fileIds.length < changeCount) this.#fileIds = new Int32Array(changeCount);
  }

  #book(personId: number): void {
    const count = sortDistinct(this.#fileIds, this.#count);
    this.#count = count;
    const { pairs, revisions, touches } = this.#facts;
    for (let i = 0; i < count; i += 1) {
      const fileId = this.#fileIds[i]!;
      revisions.add(fileId, 0, 0, 1);
      touches.add(fileId, personId, 0, 1);
      for (let j = i + 1; j < count; j += 1) pairs.add(fileId, this.#fileIds[j]!, 0, 1);
    }
  }
}
