import type { Facts, LineEvent, ReportContext } from '../../engine/index.ts';
import { type LayerKind, layerKinds } from './layer-kinds.ts';
import type { SamplePlaces } from './sample-places.ts';

/** Lines that came less those that went, by layer and by the first sample that sees it. */
export interface Layers {
  readonly facts: Facts<'layer' | 'sample' | 'lines'>;
  /** The layers in the order of their numbers: by kind, then by text. */
  readonly list: readonly Layer[];
}

export interface Layer {
  readonly kind: LayerKind;
  readonly text: string;
}

/** Sorts the ledger under the labels of git-of-theseus. BOUNDED BY: the texts of labels, mostly of people. */
export function openLayers(samples: SamplePlaces, context: ReportContext): Layers {
  const ids = numberLayers(context);
  const facts = context.scratch({ name: 'layers', keys: ['layer', 'sample'], columns: { lines: 'sum' } });
  eachEvent(context, (event) => {
    const sample = samples.sampleOf(event.place);
    for (const [at, kind] of layerKinds.entries()) {
      facts.add(ids[at]!.get(kind.text(event, context))!, sample, 0, event.lines);
    }
  });
  const list = ids.flatMap((texts, at) => [...texts.keys()].map((text): Layer => ({ kind: layerKinds[at]!, text })));
  return { facts, list };
}

/** The numbers of layers by their texts, in the order of characters. */
function numberLayers(context: ReportContext): Map<string, number>[] {
  const texts = layerKinds.map(() => new Set<string>());
  eachEvent(context, (event) => {
    for (const [at, kind] of layerKinds.entries()) texts[at]!.add(kind.text(event, context));
  });
  let count = 0;
  return texts.map((set) => {
    const ordered = [...set].sort((a, b) => (a < b ? -1 : 1));
    return new Map(ordered.map((text) => [text, count++]));
  });
}

/** Lines that are older than the walk have no commit to be sorted by. */
function eachEvent(context: ReportContext, visit: (event: LineEvent) => void): void {
  for (const event of context.lines.events()) if (event.origin >= 0) visit(event);
}
