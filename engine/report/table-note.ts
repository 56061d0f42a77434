import type { CellRecord, Column, Section } from '../contract.ts';

/**
 * What the report says of one of its tables behind the rows: enough to read the rows back with
 * their types, also where there are none. `rows` counts them; a record has one.
 */
export interface TableNote extends CellRecord {
  readonly analyzer: string;
  readonly section: string;
  readonly title: string;
  readonly shape: Section['shape'];
  readonly rows: number;
  readonly columns: readonly CellRecord[];
}

export function tableNote(analyzer: string, section: Section, rows: number): TableNote {
  const { name, title, shape, columns } = section;
  return { analyzer, section: name, title, shape, rows, columns: columns.map(columnNote) };
}

function columnNote({ name, type, unit, nested }: Column): CellRecord {
  return {
    name,
    type,
    ...(unit !== undefined && { unit }),
    ...(nested !== undefined && { nested: { ...nested } as CellRecord }),
  };
}
