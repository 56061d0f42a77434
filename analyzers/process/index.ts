import type {
  AnalyzerDefinition,
  AnalyzerRun,
  AnalyzerSetup,
  CommitView,
  FileChanges,
  Parts,
  ReportContext,
  Section,
} from '../../engine/index.ts';
import { aggregateSection } from './aggregate-section.ts';
import { changesId } from './commit-walk.ts';
import { commitsSection } from './commits-section.ts';
import { entropySection } from './entropy-section.ts';
import { fileMetricsSection } from './file-metrics-section.ts';
import { addPerson, type FileState, fileStateShape } from './file-state.ts';
import { changePeriods } from './change-periods.ts';
import { PersonMarks } from './person-marks.ts';
import { openProcessFacts, type ProcessFacts } from './process-facts.ts';

/** Process metrics: of commits (Kamei), of files in a window (PyDriller) and of periods (Hassan). */
export const processMetrics: AnalyzerDefinition = {
  id: 'history/process',
  title: 'Process metrics',
  description: 'Size, spread, history and experience of each commit, entropy of changes, process metrics of files',
  needs: ['changes', 'messages'],
  reads: [changesId],
  isOptional: true,
  options: [
    {
      name: 'window-days',
      kind: 'count',
      initial: 365,
      min: 0,
      help: 'Days before the last commit that metrics of files cover; 0 covers the whole history',
      isReportOnly: true,
    },
    {
      name: 'period-days',
      kind: 'count',
      initial: 30,
      min: 1,
      help: 'Days of a period of the entropy of changes',
      isReportOnly: true,
    },
  ],
  cost: { workingStateBytesPerCommit: 192, payloadBytesPerCommit: 64, aggregateBytesPerCommit: 256 },
  create: (setup) => new ProcessRun(setup),
};

class ProcessRun implements AnalyzerRun {
  readonly #facts: ProcessFacts;
  readonly #files: Parts<FileState>;
  readonly #windowDays: number;
  readonly #periodDays: number;
  readonly #met = new PersonMarks();
  /** Of the open commit: changes so far, and people met on its files. */
  #count = 0;
  #people = 0;

  constructor(setup: AnalyzerSetup) {
    this.#facts = openProcessFacts(setup);
    this.#files = setup.parts('files', fileStateShape);
    this.#windowDays = Number(setup.options['window-days']);
    this.#periodDays = Number(setup.options['period-days']);
  }

  fold(commit: CommitView, changes: FileChanges): void {
    const { place, personId, isFirstSlice, isLastSlice, changeCount } = commit;
    if (isFirstSlice) {
      this.#count = 0;
      this.#people = 0;
    }
    if (personId < 0) return;
    for (let at = 0; at < changes.count; at += 1) this.#change(place, personId, changes, at);
    if (isLastSlice && changeCount > 0) this.#facts.people.add(place, 0, 0, this.#people);
  }

  /** A file that a commit meets twice, after parallel renames, is asked for its past once. */
  #change(place: number, person: number, changes: FileChanges, at: number): void {
    const fileId = changes.fileId(at);
    const file = this.#files.get(fileId, 'write');
    // Where only the name or mode changes, nobody counts lines.
    const before = changes.oldLines(at) < 0 ? file.lines : changes.oldLines(at);
    const last = file.lastPlace === place ? 0 : file.lastPlace + 1;
    this.#facts.touched.add(place, this.#count, fileId, before, last);
    this.#count += 1;
    if (file.lastPlace !== place) {
      for (let one = 0; one < file.peopleCount; one += 1) {
        if (this.#met.mark(file.people[one]!, place)) this.#people += 1;
      }
      addPerson(file, person);
      file.lastPlace = place;
    }
    if (changes.newLines(at) >= 0) file.lines = changes.newLines(at);
  }

  *report(context: ReportContext): Generator<Section> {
    const facts = this.#facts;
    const periods = changePeriods(facts, context, this.#periodDays);
    yield commitsSection(facts, context);
    yield fileMetricsSection({ facts, context, periods, windowDays: this.#windowDays });
    yield entropySection(periods, context);
    yield aggregateSection(periods, facts, context);
  }
}
