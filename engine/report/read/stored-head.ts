import type { Cell, CellRecord, Column, ColumnType, NestedType, Section } from '../../contract.ts';
import { CodefangError } from '../../base/index.ts';
import type { Finding } from '../finding.ts';
import { type ReportHead, reportSchema } from '../report-document.ts';

/*
 * What a file says of its report, checked to be what the writers write and nothing more: a member
 * that were left out here would be missing in the converted report.
 */

/** @throws {CodefangError} STATE */
export function headFrom(members: Cell, path: string): ReportHead {
  const of = new Members(members, path, 'head');
  const { schema, tool, repository, options, history, completeness } = of.exactly(
    'schema tool repository options history completeness',
  );
  if (schema !== reportSchema) {
    throw of.broken(`its schema is ${JSON.stringify(schema)}, ${reportSchema} is read here`);
  }
  const toolOf = new Members(tool!, path, 'tool').exactly('name version');
  const repositoryOf = new Members(repository!, path, 'repository').exactly('head object_format');
  return {
    schema,
    tool: { name: of.text(toolOf['name']), version: of.text(toolOf['version']) },
    repository: {
      head: of.text(repositoryOf['head']),
      object_format: of.text(repositoryOf['object_format']),
    },
    options: new Members(options!, path, 'options').record,
    history: new Members(history!, path, 'history').record,
    completeness: new Members(completeness!, path, 'completeness').record,
  };
}

/** A section as a table note describes it; its rows come from elsewhere. */
export interface StoredTable extends Omit<Section, 'rows'> {
  readonly analyzer: string;
  readonly rowCount: number;
}

/** The table notes at the end of a report. @throws {CodefangError} STATE */
export function tablesFrom(notes: Cell, path: string): StoredTable[] {
  if (!Array.isArray(notes)) throw new Members({}, path, 'tables').broken('it has no list of tables');
  return (notes as readonly Cell[]).map((note) => {
    const of = new Members(note, path, 'table');
    const { analyzer, section, title, shape, rows, columns } = of.exactly('analyzer section title shape rows columns');
    return {
      ...sectionFrom({ name: section!, title: title!, shape: shape!, columns: columns! }, path),
      analyzer: of.text(analyzer),
      rowCount: of.count(rows),
    };
  });
}

/** The findings at the end of a report; undefined for one that has no such member. @throws {CodefangError} STATE */
export function findingsFrom(findings: Cell | undefined, path: string): readonly Finding[] | undefined {
  if (findings === undefined) return undefined;
  if (!Array.isArray(findings)) throw new Members({}, path, 'findings').broken('its findings are no list');
  return (findings as readonly Cell[]).map((finding) => {
    const of = new Members(finding, path, 'finding');
    const record = of.exactly('id rank severity topic title text advice rule figures evidence');
    for (const name of ['id', 'severity', 'topic', 'title', 'text', 'advice', 'rule']) of.text(record[name]);
    of.count(record['rank']);
    new Members(record['figures']!, path, 'figures');
    if (!Array.isArray(record['evidence'])) throw of.broken('a finding has no list of evidence');
    for (const row of record['evidence'] as readonly Cell[]) {
      new Members(row, path, 'evidence').exactly('analyzer section row');
    }
    return record as Finding;
  });
}

/** Name, title, shape and columns of a section. @throws {CodefangError} STATE */
export function sectionFrom(description: Cell, path: string): Omit<Section, 'rows'> {
  const of = new Members(description, path, 'section');
  const { name, title, shape, columns } = of.exactly('name title shape columns');
  if (shape !== 'table' && shape !== 'record') throw of.broken('a table has no shape');
  if (!Array.isArray(columns)) throw of.broken('a table has no columns');
  return {
    name: of.text(name),
    title: of.text(title),
    shape,
    columns: (columns as readonly Cell[]).map((column) => columnFrom(column, path)),
  };
}

function columnFrom(note: Cell, path: string): Column {
  const of = new Members(note, path, 'column');
  const added = ['unit', 'nested'].filter((member) => Object.hasOwn(of.record, member));
  const { name, type, unit, nested } = of.exactly(['name', 'type', ...added].join(' '));
  if (!columnTypes.includes(type as ColumnType)) throw of.broken('a column has no known type');
  return {
    name: of.text(name),
    type: type as ColumnType,
    ...(unit !== undefined && { unit: of.text(unit) }),
    ...(nested !== undefined && { nested: nestedFrom(nested, path) }),
  };
}

function nestedFrom(note: Cell, path: string): NestedType {
  const of = new Members(note, path, 'nested type');
  const { keys, values } = of.exactly(Object.hasOwn(of.record, 'keys') ? 'keys values' : 'values');
  if (keys !== undefined && keys !== 'int' && keys !== 'string') throw of.broken('a map has no known keys');
  const isNames = Array.isArray(values) && values.every((name) => typeof name === 'string');
  const isKnown = isNames || valueTypes.has(values!);
  if (!isKnown) throw of.broken('a list or map has no known values');
  return { ...(keys !== undefined && { keys }), values: values as NestedType['values'] };
}

const valueTypes: ReadonlySet<Cell> = new Set(['int', 'float', 'string']);

const columnTypes: readonly ColumnType[] = [
  ...(['string', 'int', 'float', 'boolean', 'time', 'oid', 'list', 'record'] as const),
];

class Members {
  readonly record: CellRecord;
  readonly #path: string;
  readonly #what: string;

  constructor(cell: Cell, path: string, what: string) {
    this.#path = path;
    this.#what = what;
    const isRecord = typeof cell === 'object' && cell !== null && !Array.isArray(cell);
    if (!isRecord) throw this.broken(`its ${what} is no object`);
    this.record = cell as CellRecord;
  }

  /** The record when it has these members, in this order, and no other. */
  exactly(names: string): CellRecord {
    const found = Object.keys(this.record).join(' ');
    if (found === names) return this.record;
    throw this.broken(`its ${this.#what} has the members "${found}", "${names}" are read here`);
  }

  text(cell: Cell | undefined): string {
    if (typeof cell === 'string') return cell;
    throw this.broken(`its ${this.#what} has no text where one belongs`);
  }

  count(cell: Cell | undefined): number {
    if (typeof cell === 'number' && Number.isSafeInteger(cell) && cell >= 0) return cell;
    throw this.broken(`its ${this.#what} has no count where one belongs`);
  }

  broken(state: string): CodefangError {
    const message = `Cannot read ${this.#path}: ${state}, expected an unchanged report`;
    return new CodefangError('STATE', message);
  }
}
