import type {
  AnalyzerDefinition,
  AnalyzerRun,
  AnalyzerSetup,
  CommitView,
  OptionValues,
  ReportContext,
  Section,
} from '../../engine/index.ts';
import { aggregateSection } from './aggregate-section.ts';
import { anomaliesSection } from './anomalies-section.ts';
import { changesId, type MergeFacts } from './change-walk.ts';
import { findAnomalies } from './findings.ts';
import type { JudgeRule } from './judge.ts';
import { regimesSection } from './regimes-section.ts';
import { windowMin } from './robust-scores.ts';
import { seriesSection } from './series-section.ts';

/** When the project did something unusual, what it was, and when its level changed. */
export const anomaly: AnalyzerDefinition = {
  id: 'history/anomaly',
  title: 'Anomalies',
  description: 'Weeks with unusual activity, what they are made of, and changes of level',
  needs: ['changes', 'lines'],
  reads: [changesId],
  isOptional: true,
  options: [
    { name: 'tick-days', kind: 'count', initial: 7, min: 1, help: 'Days of a tick', isReportOnly: true },
    {
      name: 'window',
      kind: 'count',
      initial: 26,
      min: windowMin,
      help: 'Ticks before a value that it is compared with',
      isReportOnly: true,
    },
    {
      name: 'fdr',
      kind: 'number',
      initial: 0.05,
      min: 0,
      max: 1,
      help: 'Expected share of false anomalies among those reported',
      isReportOnly: true,
    },
    {
      name: 'fdr-method',
      kind: 'choice',
      initial: 'bh',
      choices: ['bh', 'by'],
      help: 'Control of false anomalies: bh is Benjamini and Hochberg, by holds under any dependence',
      isReportOnly: true,
    },
  ],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 16 },
  create: (setup) => new AnomalyRun(setup),
};

/** Iglewicz and Hoaglin (1993). */
const threshold = 3.5;

class AnomalyRun implements AnalyzerRun {
  readonly #merges: MergeFacts;
  readonly #tickDays: number;
  readonly #rule: JudgeRule;

  constructor(setup: AnalyzerSetup) {
    this.#merges = setup.facts({ name: 'merges', keys: ['place'], columns: { unchanged: 'sum' } });
    this.#tickDays = Number(setup.options['tick-days']);
    this.#rule = ruleOf(setup.options);
  }

  fold(commit: CommitView): void {
    const { place, parentCount, isFirstSlice, changeCount } = commit;
    if (parentCount > 1 && isFirstSlice) this.#merges.add(place, 0, 0, changeCount === 0 ? 1 : 0);
  }

  *report(context: ReportContext): Generator<Section> {
    const findings = findAnomalies(context, this.#merges, this.#tickDays, this.#rule);
    yield anomaliesSection(findings, context);
    yield seriesSection(findings, context);
    yield aggregateSection(findings, context);
    yield regimesSection(findings, context);
  }
}

function ruleOf(options: OptionValues): JudgeRule {
  return {
    window: Number(options['window']),
    threshold,
    fdr: Number(options['fdr']),
    method: options['fdr-method'] === 'by' ? 'by' : 'bh',
  };
}
