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
import { aggregateSection } from './aggregate-section.ts';
import { centralitySection } from './centrality-section.ts';
import { communitiesSection } from './communities-section.ts';
import { type CouplingFacts, openCouplingFacts } from './coupling-facts.ts';
import { PairNetwork } from './pair-network.ts';
import { pairsSection } from './pairs-section.ts';
import { type PairLimits, RankedPairs } from './ranked-pairs.ts';
import { socSection } from './soc-section.ts';

/**
 * Files that change together more often than independent ones would, by a test of each pair that accounts for the
 * number of tests. Commits of one file say nothing of pairs, and sweeping ones couple everything with everything:
 * neither count.
 */
export const coupling: AnalyzerDefinition = {
  id: 'history/coupling',
  title: 'Tested coupling',
  description: 'Files that change together more often than chance, what explains it, and the groups they form',
  needs: ['changes'],
  isOptional: true,
  options: [
    {
      name: 'max-files',
      kind: 'count',
      initial: 50,
      min: 2,
      help: 'Leave out commits that change more files than this',
    },
    {
      name: 'min-support',
      kind: 'count',
      initial: 5,
      min: 1,
      isReportOnly: true,
      help: 'Test pairs of files with at least this many common commits',
    },
    {
      name: 'max-p',
      kind: 'number',
      initial: 0.01,
      min: 0,
      max: 1,
      isReportOnly: true,
      help: 'List pairs with at most this p, adjusted for the number of tests',
    },
  ],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 64, aggregateBytesPerCommit: 512 },
  create: (setup) => new CouplingRun(setup),
};

class CouplingRun implements AnalyzerRun {
  readonly #filesMax: number;
  readonly #limits: PairLimits;
  readonly #facts: CouplingFacts;
  /** Files of the open commit. BOUNDED BY: `max-files`. */
  #fileIds: Int32Array = new Int32Array(64);
  #count = 0;

  constructor(setup: AnalyzerSetup) {
    const { options } = setup;
    this.#filesMax = Number(options['max-files']);
    this.#limits = { togetherMin: Number(options['min-support']), adjustedMax: Number(options['max-p']) };
    this.#facts = openCouplingFacts(setup);
  }

  fold(commit: CommitView, changes: FileChanges): void {
    if (commit.personId < 0) return;
    if (commit.changeCount > this.#filesMax) {
      if (commit.isFirstSlice) this.#facts.totals.add(0, 0, 0, 0, 1);
      return;
    }
    if (commit.isFirstSlice) this.#begin(commit.changeCount);
    for (let at = 0; at < changes.count; at += 1) {
      this.#fileIds[this.#count] = changes.fileId(at);
      this.#count += 1;
    }
    if (commit.isLastSlice) this.#book(commit.place);
  }

  *report(context: ReportContext): Generator<Section> {
    const ranked = new RankedPairs(this.#facts, context, this.#limits);
    const network = new PairNetwork(ranked);
    yield pairsSection(ranked);
    yield communitiesSection(network);
    yield centralitySection(network);
    yield socSection(this.#facts.files, context);
    yield aggregateSection(ranked, network, this.#skippedCommits());
  }

  gaps(): Readonly<Record<string, number>> {
    return { coupling_skipped_commits: this.#skippedCommits() };
  }

  #skippedCommits(): number {
    let sum = 0;
    for (const { skipped } of this.#facts.totals) sum += skipped;
    return sum;
  }

  #begin(changeCount: number): void {
    this.#count = 0;
    if (this.#fileIds.length < changeCount) this.#fileIds = new Int32Array(changeCount);
  }

  #book(place: number): void {
    const ids = this.#fileIds;
    const count = sortDistinct(ids, this.#count);
    if (count < 2) return;
    const { pairs, files, totals } = this.#facts;
    totals.add(0, 0, 0, 1, 0);
    for (let i = 0; i < count; i += 1) {
      files.add(ids[i]!, 0, 0, 1, count - 1);
      for (let j = i + 1; j < count; j += 1) pairs.add(ids[i]!, ids[j]!, place, 1);
    }
  }
}
