import type {
  AnalyzerDefinition,
  AnalyzerRun,
  AnalyzerSetup,
  Cell,
  Column,
  ReportContext,
  Section,
} from '../../engine/index.ts';
import { commitLinesSection } from './commit-lines-section.ts';
import { layerKinds } from './layer-kinds.ts';
import { type Layers, openLayers } from './layers.ts';
import { SamplePlaces } from './sample-places.ts';

/** What git-of-theseus writes, out of the ledger of lines instead of a blame of each sample. */
export const theseus: AnalyzerDefinition = {
  id: 'compat/theseus',
  title: 'Data of git-of-theseus',
  description: 'The tables that the plots of git-of-theseus are drawn from',
  needs: ['lines'],
  isOptional: true,
  options: [
    {
      name: 'interval',
      kind: 'count',
      initial: 7,
      min: 1,
      help: 'Least number of days between two samples',
      isReportOnly: true,
    },
  ],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 0 },
  create: (setup) => new TheseusRun(setup),
};

const noLines = 'the mainline never had a line that is younger than the walk';

class TheseusRun implements AnalyzerRun {
  readonly #intervalDays: number;

  constructor({ options }: AnalyzerSetup) {
    this.#intervalDays = Number(options['interval']);
  }

  *report(context: ReportContext): Generator<Section> {
    const samples = new SamplePlaces(context, this.#intervalDays);
    const layers = openLayers(samples, context);
    yield samplesSection(samples, context);
    for (const { name, title, label } of layerKinds) {
      yield {
        name,
        title,
        shape: 'table',
        columns: layerColumns(label),
        show: { columns: ['label'], emptyBecause: noLines },
        rows: { [Symbol.iterator]: () => layerRows(name, layers, samples.count) },
      };
    }
    yield commitLinesSection(context);
  }
}

function layerColumns(label: string): Column[] {
  return [
    { name: 'label', type: 'string', description: label },
    {
      name: 'lines',
      type: 'list',
      unit: 'lines',
      nested: { values: 'int' },
      description: 'Lines at each of the samples, oldest first',
    },
  ];
}

function samplesSection(samples: SamplePlaces, context: ReportContext): Section {
  return {
    name: 'samples',
    title: 'Commits at which lines are counted',
    shape: 'table',
    columns: [
      { name: 'sampled_at', type: 'time', description: 'Time of the commit' },
      { name: 'commit', type: 'oid', description: 'Commit of the mainline' },
    ],
    show: { keep: 'last', rowCountMax: 3, emptyBecause: 'the mainline has no commits' },
    rows: samples.places.map((place) => [context.isoUtc(context.commitSeconds(place)), context.commitOid(place)]),
  };
}

/** One row per label, by its text; BOUNDED BY: 8 bytes a sample. */
function* layerRows(name: string, { facts, list }: Layers, sampleCount: number): Generator<readonly Cell[]> {
  for (const layer of facts.groups()) {
    const { kind, text } = list[layer.key]!;
    if (kind.name !== name) continue;
    const changes = new Float64Array(sampleCount);
    for (const { sample, lines } of layer) changes[sample] = lines;
    let sum = 0;
    yield [text, Array.from(changes, (lines) => (sum += lines))];
  }
}
