import type {
  AnalyzerDefinition,
  AnalyzerRun,
  AnalyzerSetup,
  CommitView,
  FileChanges,
  ReportContext,
  Section,
} from '../../engine/index.ts';
import { aggregateSection } from './aggregate-section.ts';
import { developersSection } from './developers-section.ts';
import { DeveloperTotals } from './developer-totals.ts';
import { type DevsFacts, openDevsFacts } from './devs-facts.ts';
import { busFactorSection, languagesSection } from './language-sections.ts';
import { rankLanguages } from './language-totals.ts';
import { activitySection, churnSection } from './tick-sections.ts';

/**
 * Who does how much, when, and in which language. No commit is kept: only sums by tick and
 * person.
 */
export const devs: AnalyzerDefinition = {
  id: 'history/devs',
  title: 'Developers',
  description: 'Commits and lines of each developer, by tick and language, with bus factors',
  needs: ['changes'],
  options: [
    {
      name: 'anonymize',
      kind: 'switch',
      initial: false,
      help: 'Another name of --anonymize, which holds for the whole report',
      aliasOf: 'anonymize',
    },
  ],
  commitColumns: [
    { name: 'lines_added', unit: 'lines' },
    { name: 'lines_removed', unit: 'lines' },
    { name: 'lines_changed', unit: 'lines' },
    { name: 'files', unit: 'files' },
  ],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 64, aggregateBytesPerCommit: 64 },
  create: (setup) => new DevsRun(setup),
};

class DevsRun implements AnalyzerRun {
  readonly #facts: DevsFacts;
  /** Of the open commit: lines added, removed, changed, and files. */
  readonly #open = new Float64Array(4);

  constructor(setup: AnalyzerSetup) {
    this.#facts = openDevsFacts(setup);
  }

  fold(commit: CommitView, changes: FileChanges): void {
    const { personId } = commit;
    const { ticks, languages } = this.#facts;
    if (commit.isFirstSlice) this.#open.fill(0);
    if (personId < 0 || commit.changeCount === 0) return;
    let added = 0;
    let removed = 0;
    let changed = 0;
    for (let at = 0; at < changes.count; at += 1) {
      const plus = changes.added(at);
      const minus = changes.removed(at);
      if (plus + minus === 0) continue;
      const both = changes.changed(at);
      languages.add(personId, changes.languageId(at), 0, plus, minus, both);
      added += plus;
      removed += minus;
      changed += both;
    }
    ticks.add(commit.tick, personId, 0, commit.isFirstSlice ? 1 : 0, added, removed, changed);
    this.#open[0]! += added;
    this.#open[1]! += removed;
    this.#open[2]! += changed;
    this.#open[3]! += changes.count;
  }

  commitValues(_commit: CommitView, values: Float64Array): void {
    values.set(this.#open);
  }

  *report(context: ReportContext): Generator<Section> {
    const { ticks } = this.#facts;
    const totals = DeveloperTotals.of(ticks, context.personCount);
    const languages = rankLanguages(this.#facts.languages, context);
    yield developersSection(totals, this.#facts.languages, context);
    yield languagesSection(languages, context);
    yield busFactorSection(languages, context);
    yield activitySection(ticks, context);
    yield churnSection(ticks, context);
    yield aggregateSection(totals, languages, context.history);
  }
}
