import type {
  AnalyzerDefinition,
  AnalyzerRun,
  AnalyzerSetup,
  CommitView,
  OptionValues,
  Presentation,
  ReportContext,
  Section,
} from '../../engine/index.ts';
import { BandHistory } from './band-history.ts';
import { developerSections } from './developer-sections.ts';
import { fileSections } from './file-section.ts';
import { layerLinesSection, type Layers } from './layer-lines.ts';
import { type LineBooks, openLineBooks } from './line-books.ts';
import { LineLabels } from './line-labels.ts';
import { noTextLines } from './no-text-lines.ts';
import { SampleGrid } from './sample-grid.ts';
import { survivalSections } from './survival-sections.ts';

/**
 * How long lines live: the ledger of lines that the engine keeps, under the labels of bands, people, folders and
 * languages. It has no state of its own, so other labels need no new walk.
 */
export const burndown: AnalyzerDefinition = {
  id: 'history/burndown',
  title: 'Line burndown',
  description: 'How many lines of each age survive, by file, developer, folder and language',
  needs: ['lines'],
  options: [
    { name: 'granularity', kind: 'count', initial: 30, min: 1, help: 'Ticks in one age band' },
    { name: 'sampling', kind: 'count', initial: 30, min: 1, help: 'Ticks between two samples' },
    { name: 'people', kind: 'switch', initial: true, help: 'Follow the lines of each developer' },
    { name: 'files', kind: 'switch', initial: true, help: 'Report the owners of each file' },
    {
      name: 'birth',
      kind: 'choice',
      initial: 'written',
      choices: ['written', 'landed'],
      help: 'Count the age of a line from the commit that wrote it (written) or from when it was merged (landed)',
    },
  ],
  commitColumns: [{ name: 'total_lines', unit: 'lines', isRunning: true }],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 0 },
  create: (setup) => new BurndownRun(setup),
};

class BurndownRun implements AnalyzerRun {
  readonly #options: OptionValues;
  readonly #grid: SampleGrid;

  constructor({ options }: AnalyzerSetup) {
    this.#options = options;
    this.#grid = SampleGrid.of(options);
  }

  commitValues(commit: CommitView, values: Float64Array): void {
    values[0] = commit.netLines;
  }

  *report(context: ReportContext): Generator<Section> {
    const labels = new LineLabels(context, this.#grid, this.#options);
    const books = openLineBooks(labels, context);
    const history = new BandHistory(books, context);
    const isByFile = this.#options['files'] === true;
    yield* survivalSections(books, history, context, isByFile ? textFileCount(context) : 0);
    yield* fileSections(isByFile, labels, context);
    yield* developerSections(books, context);
    for (const layers of layersOf(books, context)) yield layerLinesSection(layers, this.#grid, context);
  }

  /** Mainline commits behind the last sample or band. */
  gaps(context: ReportContext): Readonly<Record<string, number>> {
    let lateCommits = 0;
    for (let place = 0; place < context.history.commits; place += 1) {
      if (context.isMainline(place) && this.#grid.isLate(context.tickOf(place))) lateCommits += 1;
    }
    return { burndown_late_commits: lateCommits };
  }
}

function layersOf({ people, folders, languages, labels }: LineBooks, context: ReportContext): Layers[] {
  return [
    {
      section: {
        name: 'developer_lines',
        title: 'Lines of developers over time',
        show: lastSamples('name', `${noTextLines}, or --burndown-people is off`),
      },
      columns: [
        { name: 'id', type: 'int', description: 'Id of the developer in this report' },
        { name: 'name', type: 'string', description: 'Name of the developer, or a pseudonym' },
      ],
      cells: (id) => [id, context.personName(id)],
      facts: people,
      layerCount: context.personCount,
    },
    {
      section: {
        name: 'folder_lines',
        title: 'Lines of folders over time',
        show: lastSamples('folder', noTextLines),
      },
      columns: [{ name: 'folder', type: 'string', description: 'First folder of the path; . for files of the root' }],
      cells: (id) => [labels.folders[id]!],
      facts: folders,
      layerCount: labels.folders.length,
    },
    {
      section: {
        name: 'language_lines',
        title: 'Lines of languages over time',
        show: lastSamples('language', noTextLines),
      },
      columns: [{ name: 'language', type: 'string', description: 'Name of the language' }],
      cells: (id) => [context.languageName(id)],
      facts: languages,
      layerCount: context.languageCount,
    },
  ];
}

/** The layers of the last sample, as many as fit. */
function lastSamples(layer: string, emptyBecause: string): Presentation {
  return { columns: ['sampled_at', layer, 'lines'], keep: 'last', rowCountMax: 3, emptyBecause };
}

function textFileCount({ files }: ReportContext): number {
  let count = 0;
  for (let rank = 0; rank < files.count; rank += 1) if (!files.isBinary(rank)) count += 1;
  return count;
}
