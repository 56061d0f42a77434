import { CodefangError } from '../base/index.ts';
import type { TableNote } from './table-note.ts';
import { parseTableName } from './table-name.ts';

/** The one table that is asked for by its name, as the tables of a report go by. */
export class WantedTable {
  readonly #name: string;

  /** `name` reads `history/name:table`. @throws {CodefangError} USAGE */
  constructor(name: string) {
    parseTableName(name);
    this.#name = name;
  }

  is(analyzer: string, section: string): boolean {
    return `${analyzer}:${section}` === this.#name;
  }

  /** The note of the table. @throws {CodefangError} USAGE naming the tables there are */
  noteIn(notes: readonly TableNote[]): TableNote {
    const found = notes.find((note) => this.is(note.analyzer, note.section));
    if (found !== undefined) return found;
    const known = notes.map(({ analyzer, section }) => `${analyzer}:${section}`).join(', ');
    throw new CodefangError('USAGE', `Cannot write table "${this.#name}": the report has ${known}`);
  }
}
