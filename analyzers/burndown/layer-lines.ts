import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import type { LayerFacts } from './line-books.ts';
import type { SampleGrid } from './sample-grid.ts';

/** How many layers are followed over time; the rest are the difference to `total_lines`. */
const layersMax = 20;

export interface Layers {
  readonly section: Pick<Section, 'name' | 'title' | 'show'>;
  /** Columns that name a layer, and their cells. */
  readonly columns: readonly Column[];
  readonly cells: (layer: number) => readonly Cell[];
  readonly facts: LayerFacts;
  readonly layerCount: number;
}

/**
 * A section of the lines of each layer at each sample: of the 20 layers that ever had most, largest first by that,
 * without those that have none. BOUNDED BY: 20 numbers a sample, of which there are at most 10,000, and 8 bytes a
 * layer.
 */
export function layerLinesSection(layers: Layers, grid: SampleGrid, context: ReportContext): Section {
  return {
    ...layers.section,
    shape: 'table',
    columns: [
      { name: 'sample_index', type: 'int', description: 'Number of the sample, from 0' },
      { name: 'sampled_at', type: 'time', description: 'Time that the sample shows' },
      ...layers.columns,
      { name: 'lines', type: 'int', unit: 'lines', description: 'Lines alive at that time' },
    ],
    rows: { [Symbol.iterator]: () => rows(layers, grid, context) },
  };
}

function* rows(layers: Layers, grid: SampleGrid, context: ReportContext): Generator<readonly Cell[]> {
  const { facts, layerCount, cells } = layers;
  const ids = largestEver(facts, layerCount);
  const sampleCount = grid.sampleCount(context.history);
  const lines = linesOf(facts, ids, sampleCount);
  for (let sample = 0; sample < sampleCount; sample += 1) {
    const isLast = sample === sampleCount - 1;
    const ended = grid.sampleEndSeconds(sample, context.history);
    const at = context.isoUtc(isLast ? context.history.lastCommitSeconds : ended);
    for (const [place, id] of ids.entries()) {
      const count = lines[place]![sample]!;
      if (count > 0) yield [sample, at, ...cells(id), count];
    }
  }
}

/** The layers with the highest peaks, ties by id. */
function largestEver(facts: LayerFacts, layerCount: number): readonly number[] {
  const peaks = new Float64Array(layerCount);
  for (const layer of facts.groups()) {
    let now = 0;
    for (const { lines } of layer) {
      now += lines;
      if (now > peaks[layer.key]!) peaks[layer.key] = now;
    }
  }
  const ids = Array.from(peaks.keys()).filter((id) => peaks[id]! > 0);
  return ids.sort((a, b) => peaks[b]! - peaks[a]! || a - b).slice(0, layersMax);
}

/** Lines of each of them at each sample. */
function linesOf(facts: LayerFacts, ids: readonly number[], sampleCount: number): readonly Float64Array[] {
  const columns = ids.map(() => new Float64Array(sampleCount));
  const places = new Map(ids.map((id, place) => [id, place]));
  for (const { layer, sample, lines } of facts) {
    const place = places.get(layer);
    if (place !== undefined) columns[place]![sample]! += lines;
  }
  for (const column of columns) {
    for (let sample = 1; sample < sampleCount; sample += 1) column[sample]! += column[sample - 1]!;
  }
  return columns;
}
