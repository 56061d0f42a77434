import type {
  AnalyzerDefinition,
  AnalyzerRun,
  AnalyzerSetup,
  CommitView,
  FileChanges,
  ReportContext,
  Section,
} from '../../engine/index.ts';
import { activitySection, type FileActivity, openFileActivity } from './activity-section.ts';
import { aggregateSection, churnSection, hotspotsSection } from './churn-sections.ts';
import { contributorsSection } from './contributors-section.ts';
import { rankFiles } from './file-ranking.ts';
import { type FileWork, openFileWork } from './file-work.ts';
import { QuarterClock } from './quarter-clock.ts';

/** How often, how much and by how many people each file was changed. */
export const fileHistory: AnalyzerDefinition = {
  id: 'history/file-history',
  title: 'File history',
  description: 'Commits, lines and contributors of each file, with hotspots',
  needs: ['changes'],
  options: [],
  commitColumns: [{ name: 'files', unit: 'files' }],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 64, aggregateBytesPerCommit: 64 },
  create: (setup) => new FileHistoryRun(setup),
};

class FileHistoryRun implements AnalyzerRun {
  readonly #work: FileWork;
  readonly #activity: FileActivity;
  readonly #clock = new QuarterClock();
  readonly #seen = new FileMarks();
  /** Files that the open commit changes. */
  #openFiles = 0;

  constructor(setup: AnalyzerSetup) {
    this.#work = openFileWork(setup);
    this.#activity = openFileActivity(setup);
  }

  fold(commit: CommitView, changes: FileChanges): void {
    if (commit.isFirstSlice) this.#openFiles = 0;
    if (commit.personId < 0) return;
    const quarter = this.#clock.quarterOf(commit.seconds);
    for (let at = 0; at < changes.count; at += 1) {
      const fileId = changes.fileId(at);
      const commits = this.#seen.mark(fileId, commit.place) ? 1 : 0;
      this.#openFiles += commits;
      const added = changes.added(at);
      const removed = changes.removed(at);
      this.#work.add(fileId, commit.personId, 0, commits, added, removed, changes.changed(at));
      if (commits > 0) this.#activity.add(fileId, quarter, 0, commits);
    }
  }

  commitValues(_commit: CommitView, values: Float64Array): void {
    values[0] = this.#openFiles;
  }

  *report(context: ReportContext): Generator<Section> {
    const ranking = rankFiles(this.#work, context);
    yield churnSection(ranking, context);
    yield contributorsSection(this.#work, context);
    yield hotspotsSection(ranking, context);
    yield aggregateSection(ranking, context);
    yield activitySection(this.#activity, context);
  }
}

/**
 * Which files the open commit has met: parallel renames let two of its paths be one file.
 * Can start afresh after any commit, so it is not state. BOUNDED BY: 4 bytes per file, at most doubled.
 */
class FileMarks {
  #lastCommit: Int32Array = new Int32Array(1024).fill(-1);

  /** Whether the commit meets the file for the first time. */
  mark(fileId: number, commitIndex: number): boolean {
    if (fileId >= this.#lastCommit.length) this.#reach(fileId);
    if (this.#lastCommit[fileId] === commitIndex) return false;
    this.#lastCommit[fileId] = commitIndex;
    return true;
  }

  #reach(fileId: number): void {
    let length = this.#lastCommit.length;
    while (length <= fileId) length *= 2;
    const bigger = new Int32Array(length).fill(-1);
    bigger.set(this.#lastCommit);
    this.#lastCommit = bigger;
  }
}
