import type { Facts, ReportContext } from '../../engine/index.ts';
import type { LineLabels } from './line-labels.ts';

/** The ledger of lines under the labels of a report, read in one pass: lines that came less lines that went. */
export interface LineBooks {
  readonly labels: LineLabels;
  readonly deltas: Facts<'sample' | 'band' | 'lines'>;
  /** Of the lines that a person wrote; empty when people are not followed. */
  readonly people: LayerFacts;
  /** Of the files of a folder. */
  readonly folders: LayerFacts;
  /** Of the files of a language. */
  readonly languages: LayerFacts;
}

export type LayerFacts = Facts<'layer' | 'sample' | 'lines'>;

export function openLineBooks(labels: LineLabels, context: ReportContext): LineBooks {
  const columns = { lines: 'sum' } as const;
  const layers = (name: string): LayerFacts => context.scratch({ name, keys: ['layer', 'sample'], columns });
  const deltas = context.scratch({ name: 'deltas', keys: ['sample', 'band'], columns });
  const people = layers('people');
  const folders = layers('folders');
  const languages = layers('languages');
  for (const { place, origin, file, lines } of context.lines.events()) {
    const sample = labels.sample(place);
    const person = labels.person(origin);
    deltas.add(sample, labels.band(origin), 0, lines);
    folders.add(labels.folder(file), sample, 0, lines);
    languages.add(labels.language(file), sample, 0, lines);
    if (person >= 0) people.add(person, sample, 0, lines);
  }
  return { labels, deltas, people, folders, languages };
}
