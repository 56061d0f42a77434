import type {
  AnalyzerDefinition,
  AnalyzerRun,
  AnalyzerSetup,
  OptionValues,
  ReportContext,
  Section,
} from '../../engine/index.ts';
import { labelKindNames, labelKinds } from './label-kind.ts';
import { openLineLives } from './line-lives.ts';
import { LinePassages } from './line-passages.ts';
import { survivalSections } from './survival-sections.ts';

const classNames = ['code', 'test', 'docs', 'config', 'generated', 'vendored', 'data', 'bookkeeping'];

/**
 * How long lines live once the mainline has them: the ledger of lines by label, age and group of commits. Lines of a
 * commit die together, so intervals come from leaving out groups of commits.
 */
export const survival: AnalyzerDefinition = {
  id: 'history/survival',
  title: 'Survival of lines',
  description: 'How long lines live, by year, author, folder, language and class, with intervals',
  needs: ['lines'],
  isOptional: true,
  options: [
    {
      name: 'by',
      kind: 'list',
      initial: ['cohort', 'language'],
      choices: labelKindNames,
      help: 'Sort lines by the year of their birth (cohort), author, folder, language, class of file (class)',
      isReportOnly: true,
    },
    {
      name: 'min-commits',
      kind: 'count',
      initial: 20,
      min: 2,
      help: 'Least number of commits of a label that has intervals',
      isReportOnly: true,
    },
    {
      name: 'exclude-class',
      kind: 'list',
      initial: [],
      choices: classNames,
      help: 'Leave out files of a class, such as generated,vendored,data',
      isReportOnly: true,
    },
  ],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 0 },
  create: (setup) => new SurvivalRun(setup),
};

class SurvivalRun implements AnalyzerRun {
  readonly #options: OptionValues;

  constructor({ options }: AnalyzerSetup) {
    this.#options = options;
  }

  *report(context: ReportContext): Generator<Section> {
    const kinds = labelKinds(this.#options['by'] as readonly string[], context);
    const lives = openLineLives(context, kinds, new LinePassages(context, kinds, this.#isCounted(context)));
    yield* survivalSections(lives, Number(this.#options['min-commits']), context);
  }

  /** Lines of unknown age, which no table has. */
  gaps(context: ReportContext): Readonly<Record<string, number>> {
    let lines = 0;
    const isCounted = this.#isCounted(context);
    for (const { origin, lines: count, file } of context.lines.events()) {
      if (origin < 0 && count > 0 && isCounted(context.lines.filePathId(file))) lines += count;
    }
    return { survival_left_truncated: lines };
  }

  #isCounted(context: ReportContext): (pathId: number) => boolean {
    const excluded = this.#options['exclude-class'] as readonly string[];
    if (excluded.length === 0) return () => true;
    return (path) => !excluded.includes(context.classOfPath(path));
  }
}
