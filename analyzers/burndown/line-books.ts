import type { Facts, ReportContext } from '../../engine/index.ts';
import type { LineLabels } from './line-labels.ts';

/**
 * The ledger of lines under the labels of a report, read in one pass.
 *
 *   deltas     (sample, band)      lines that came less lines that went
 *   people     (person, sample)    the same of the lines that a person wrote; empty when people are not followed
 *   folders    (folder, sample)    the same of the files of a folder
 *   languages  (language, sample)  the same of the files of a language
 */
export interface LineBooks {
  readonly labels: LineLabels;
  readonly deltas: Facts;
  readonly people: Facts;
  readonly folders: Facts;
  readonly languages: Facts;
}

export function openLineBooks(labels: LineLabels, context: ReportContext): LineBooks {
  const table = (name: string): Facts =>
    context.scratch({ name, keyCount: 2, columns: [{ name: 'lines', fold: 'sum' }] });
  const deltas = table('deltas');
  const people = table('people');
  const folders = table('folders');
  const languages = table('languages');
  const events = context.lines.events();
  try {
    while (events.next()) {
      const { origin, file, lines } = events;
      const sample = labels.sample(events.place);
      const person = labels.person(origin);
      deltas.add(sample, labels.band(origin), 0, lines);
      folders.add(labels.folder(file), sample, 0, lines);
      languages.add(labels.language(file), sample, 0, lines);
      if (person >= 0) people.add(person, sample, 0, lines);
    }
  } finally {
    events.close();
  }
  return { labels, deltas, people, folders, languages };
}
