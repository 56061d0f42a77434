import type { Cell, ColumnType, Section } from '../contract.ts';
import { CodefangError } from '../base/index.ts';

/** Words that lines of the ndjson form use beside the columns. */
const reservedNames: ReadonlySet<string> = new Set(['analyzer', 'section']);

/**
 * Holds a section to what it declares: names that every format can carry, rows as long as the
 * columns, cells of the declared types. A null is allowed everywhere and means that there is no
 * value. What lists and records contain is checked by the encoder.
 */
export class SectionCheck {
  readonly #place: string;
  readonly #types: readonly ColumnType[];
  readonly #section: Section;
  #rowCount = 0;

  /** @throws {CodefangError} INVARIANT */
  constructor(analyzerId: string, section: Section) {
    this.#place = `${analyzerId}:${section.name}`;
    this.#types = section.columns.map((column) => column.type);
    this.#section = section;
    if (!isPlainName(section.name)) throw this.#broken('its name is not a word of a-z, 0-9, _ and -');
    this.#checkColumns();
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** @throws {CodefangError} INVARIANT naming the row, from 0, and the column */
  row(cells: readonly Cell[]): void {
    const types = this.#types;
    if (cells.length !== types.length) {
      throw this.#broken(`row ${this.#rowCount} has ${cells.length} cells, expected ${types.length}`);
    }
    for (let i = 0; i < types.length; i += 1) {
      if (!isOfType(types[i]!, cells[i])) throw this.#wrongCell(i, cells[i]);
    }
    this.#rowCount += 1;
  }

  end(): void {
    if (this.#section.shape === 'table' || this.#rowCount === 1) return;
    throw this.#broken(`it has ${this.#rowCount} rows, a record has exactly one`);
  }

  #checkColumns(): void {
    const names = new Set<string>();
    for (const { name } of this.#section.columns) {
      // Objects move keys that look like integers to the front, which would change the digest.
      const isIndexLike = name === '' || /^\d+$/.test(name);
      if (isIndexLike) throw this.#broken(`column "${name}" needs letters in its name`);
      if (reservedNames.has(name)) throw this.#broken(`column name "${name}" is reserved`);
      if (names.has(name)) throw this.#broken(`there are two columns "${name}"`);
      names.add(name);
    }
    if (names.size === 0) throw this.#broken('it has no columns');
  }

  #wrongCell(at: number, cell: unknown): CodefangError {
    const column = this.#section.columns[at]!;
    const kind = Array.isArray(cell) ? 'a list' : typeof cell;
    const shown = typeof cell === 'number' ? String(cell) : kind;
    const place = `row ${this.#rowCount}, column "${column.name}"`;
    return this.#broken(`${place} holds ${shown}, expected ${column.type}`);
  }

  #broken(state: string): CodefangError {
    return new CodefangError('INVARIANT', `Cannot report ${this.#place}: ${state}`);
  }
}

/** Names of analyzers and sections become file names and keys. */
export function isPlainName(name: string): boolean {
  return /^[a-z][a-z0-9_-]{0,63}$/.test(name);
}

function isOfType(type: ColumnType, cell: unknown): boolean {
  if (cell === null) return true;
  switch (type) {
    case 'int':
      return Number.isSafeInteger(cell);
    case 'float':
      return Number.isFinite(cell);
    case 'boolean':
      return typeof cell === 'boolean';
    case 'list':
      return Array.isArray(cell);
    case 'record':
      return typeof cell === 'object' && !Array.isArray(cell);
    default:
      return typeof cell === 'string';
  }
}
