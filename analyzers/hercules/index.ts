import type {
  AnalyzerDefinition,
  AnalyzerRun,
  AnalyzerSetup,
  Cell,
  Column,
  CommitView,
  FileChanges,
  OptionValues,
  ReportContext,
  Section,
} from '../../engine/index.ts';
import { SampleGrid } from '../burndown/sample-grid.ts';
import { bandRows, openBandLayers } from './band-layers.ts';
import { couplesSections } from './couples-sections.ts';
import { devsSection, type WorkFacts } from './devs-section.ts';
import { interactionSection } from './interaction-section.ts';
import { ListedPeople } from './listed-people.ts';

/** What `hercules --burndown --burndown-people --couples --devs` writes, with our numbers. */
export const hercules: AnalyzerDefinition = {
  id: 'compat/hercules',
  title: 'Data of hercules',
  description: 'The matrices that labours draws its plots of hercules from',
  needs: ['changes', 'lines'],
  reads: ['history/couples'],
  isOptional: true,
  options: [
    { name: 'granularity', kind: 'count', initial: 30, min: 1, help: 'Ticks in one age band', isReportOnly: true },
    { name: 'sampling', kind: 'count', initial: 30, min: 1, help: 'Ticks between two samples', isReportOnly: true },
    {
      name: 'people-max',
      kind: 'count',
      initial: 100,
      min: 1,
      help: 'Number of people, those with most lines, who have a matrix of their own',
      isReportOnly: true,
    },
    { name: 'files', kind: 'switch', initial: false, help: 'Give each file a matrix', isReportOnly: true },
  ],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 64, aggregateBytesPerCommit: 128 },
  create: (setup) => new HerculesRun(setup),
};

const noLines = 'no text file ever had lines';

class HerculesRun implements AnalyzerRun {
  readonly #options: OptionValues;
  readonly #grid: SampleGrid;
  readonly #work: WorkFacts;

  constructor(setup: AnalyzerSetup) {
    this.#options = setup.options;
    this.#grid = SampleGrid.of(setup.options);
    const columns = { commits: 'sum', added: 'sum', removed: 'sum', changed: 'sum' } as const;
    this.#work = setup.facts({ name: 'work', keys: ['tick', 'person', 'language'], columns });
  }

  fold(commit: CommitView, changes: FileChanges): void {
    const { tick, personId } = commit;
    if (personId < 0 || commit.changeCount === 0) return;
    if (commit.isFirstSlice) this.#work.add(tick, personId, 0, 1, 0, 0, 0);
    for (let at = 0; at < changes.count; at += 1) {
      const [added, removed] = [changes.added(at), changes.removed(at)];
      if (added + removed === 0) continue;
      this.#work.add(tick, personId, changes.languageId(at) + 1, 0, added, removed, changes.changed(at));
    }
  }

  *report(context: ReportContext): Generator<Section> {
    const withFiles = this.#options['files'] === true;
    const people = new ListedPeople(context, Number(this.#options['people-max']));
    const layers = openBandLayers(this.#grid, people, withFiles, context);
    const { firstFile } = layers;
    yield this.#parameters(context);
    yield bandSection('project', 'Lines by age, over time', 'Always project', () =>
      bandRows(layers, (layer) => (layer === 0 ? 'project' : undefined)),
    );
    yield bandSection('files', 'Lines of files by age, over time', 'Path of a file of the tree at the end', () =>
      bandRows(layers, (layer) => (layer < firstFile ? undefined : context.files.path(layer - firstFile))),
    );
    yield bandSection('people', 'Lines of people by age, over time', 'Name of the person, or others', () =>
      bandRows(layers, (layer) => (layer < firstFile ? people.names[layer - 1] : undefined)),
    );
    yield interactionSection(people, context);
    yield* couplesSections(context);
    yield devsSection(this.#work, context);
  }

  #parameters({ history }: ReportContext): Section {
    return {
      name: 'parameters',
      title: 'Parameters of the matrices',
      shape: 'record',
      columns: [
        { name: 'granularity', type: 'int', unit: 'ticks', description: 'Ticks in one age band' },
        { name: 'sampling', type: 'int', unit: 'ticks', description: 'Ticks between two samples' },
        { name: 'tick_size', type: 'int', unit: 'seconds', description: 'Seconds in one tick' },
        { name: 'begin_unix_time', type: 'int', unit: 'seconds', description: 'Time of the first commit' },
        { name: 'end_unix_time', type: 'int', unit: 'seconds', description: 'Time of the last commit' },
        { name: 'commits', type: 'int', unit: 'commits', description: 'Commits of the walk' },
      ],
      rows: [
        [
          ...[Number(this.#options['granularity']), Number(this.#options['sampling']), history.tickSeconds],
          ...[history.firstCommitSeconds, history.lastCommitSeconds, history.commits],
        ],
      ],
    };
  }
}

function bandSection(name: string, title: string, layer: string, rows: () => Generator<readonly Cell[]>): Section {
  const columns: readonly Column[] = [
    { name: 'layer', type: 'string', description: layer },
    { name: 'sample_index', type: 'int', description: 'Number of the sample, from 0' },
    {
      name: 'bands',
      type: 'list',
      unit: 'lines',
      nested: { values: 'int' },
      description: 'Lines of each age band, oldest first',
    },
  ];
  return {
    name,
    title,
    shape: 'table',
    columns,
    show: { columns: ['layer', 'sample_index'], rowCountMax: 3, emptyBecause: noLines },
    rows: { [Symbol.iterator]: rows },
  };
}
