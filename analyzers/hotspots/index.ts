import {
  type AnalyzerDefinition,
  type AnalyzerRun,
  type AnalyzerSetup,
  changeKind,
  type CommitView,
  type FileChanges,
  type OptionValue,
  type ReportContext,
  type Section,
} from '../../engine/index.ts';
import { CodeFiles } from './code-files.ts';
import { folderSection } from './folder-section.ts';
import { HotRanking } from './hot-ranking.ts';
import { type FileCommits, openFileCommits } from './file-commits.ts';
import { HotWork } from './hot-work.ts';
import { hotspotsSection } from './hotspots-section.ts';
import { riskSection } from './risk-section.ts';
import { velocitySection } from './velocity-section.ts';

/** Where large files change often, and why a file is worth a look. */
export const hotspots: AnalyzerDefinition = {
  id: 'history/hotspots',
  title: 'Hotspots',
  description: 'Large files that change often, whether they rise, and reasons to look at them',
  needs: ['changes', 'messages'],
  reads: ['history/file-history'],
  isOptional: true,
  options: [
    {
      name: 'class',
      kind: 'list',
      initial: ['code'],
      choices: ['code', 'test', 'docs', 'config', 'generated', 'vendored', 'data', 'bookkeeping'],
      isReportOnly: true,
      help: 'Rank the files of these classes',
    },
  ],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 64, aggregateBytesPerCommit: 64 },
  create: (setup) => new HotspotsRun(setup),
};

class HotspotsRun implements AnalyzerRun {
  readonly #classes: OptionValue;
  readonly #commits: FileCommits;

  constructor(setup: AnalyzerSetup) {
    this.#classes = setup.options['class']!;
    this.#commits = openFileCommits(setup);
  }

  fold(commit: CommitView, changes: FileChanges): void {
    if (commit.personId < 0) return;
    for (let at = 0; at < changes.count; at += 1) {
      const isNew = changes.kind(at) === changeKind.added ? 1 : 0;
      this.#commits.add(changes.fileId(at), commit.place, 0, isNew);
    }
  }

  *report(context: ReportContext): Generator<Section> {
    const ranking = new HotRanking(this.#commits, new CodeFiles(context, this.#classes));
    const work = new HotWork(ranking);
    yield hotspotsSection(work);
    yield riskSection(work);
    yield folderSection(ranking);
    yield velocitySection(ranking);
  }
}
