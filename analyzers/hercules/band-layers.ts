import type { Cell, Facts, ReportContext } from '../../engine/index.ts';
import type { SampleGrid } from '../burndown/sample-grid.ts';
import type { ListedPeople } from './listed-people.ts';

/** Lines by sample and age band: of the project, then of each listed person, then of each file of the last tree. */
export interface BandLayers {
  readonly facts: Facts<'layer' | 'sample' | 'band' | 'lines'>;
  readonly firstFile: number;
  readonly sampleCount: number;
  readonly bandCount: number;
}

export function openBandLayers(
  grid: SampleGrid,
  people: ListedPeople,
  withFiles: boolean,
  context: ReportContext,
): BandLayers {
  const { lines, files } = context;
  const facts = context.scratch({
    name: 'bands',
    keys: ['layer', 'sample', 'band'],
    columns: { lines: 'sum' },
  });
  const firstFile = 1 + people.count;
  for (const { place, origin, file, lines: count } of lines.events()) {
    const sample = grid.sampleOf(context.tickOf(place));
    const band = origin < 0 ? 0 : grid.bandOf(context.tickOf(origin));
    facts.add(0, sample, band, count);
    const person = origin < 0 ? -1 : people.placeOf(context.personOf(origin));
    if (person >= 0) facts.add(1 + person, sample, band, count);
    const rank = withFiles ? files.rankOfPath(lines.filePathId(file)) : -1;
    if (rank >= 0) facts.add(firstFile + rank, sample, band, count);
  }
  const { history } = context;
  return { facts, firstFile, sampleCount: grid.sampleCount(history), bandCount: grid.bandCount(history) };
}

/**
 * A row per layer and sample: what the layer is called, the sample, and the lines of each band.
 * BOUNDED BY: 16 bytes a band.
 */
export function* bandRows(
  { facts, sampleCount, bandCount }: BandLayers,
  nameOf: (layer: number) => string | undefined,
): Generator<readonly Cell[]> {
  for (const layer of facts.groups()) {
    const name = nameOf(layer.key);
    if (name === undefined) continue;
    const now = new Float64Array(bandCount);
    let sample = 0;
    for (const fact of layer) {
      for (; sample < fact.sample; sample += 1) yield [name, sample, Array.from(now)];
      now[fact.band]! += fact.lines;
    }
    for (; sample < sampleCount; sample += 1) yield [name, sample, Array.from(now)];
  }
}
