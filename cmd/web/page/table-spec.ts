export type TableCell = string | number | boolean | null;

export interface TableColumn {
  readonly title: string;
  readonly kind: 'text' | 'path' | 'number' | 'ratio' | 'percent' | 'time' | 'oid';
  /** What the numbers are, where the title is too short for it. */
  readonly note?: string;
  /** Drawn as bars behind the numbers. */
  readonly hasBar?: boolean;
  /** Offers the values as a filter; for columns of few different values. */
  readonly hasFilter?: boolean;
  /** Shown on a phone, under the name; the others are left out there. */
  readonly isMain?: boolean;
}

export type TableRow = readonly TableCell[];

export interface TableSort {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

/** Rows in folders: which are shown, and how they are opened. */
export interface RowTree {
  /** In order, with the folders; `compare` is for rows of one folder. */
  arranged(compare: (one: TableRow, other: TableRow) => number): readonly TableRow[];
  depthOf(row: TableRow): number;
  /** Undefined for what cannot be opened. */
  isOpen(row: TableRow): boolean | undefined;
  toggle(row: TableRow): void;
  /** The last part of the name, or more. */
  nameOf(row: TableRow): string;
}

export interface TableSpec {
  /** In the address of the page, where search and order are kept; in names of files. */
  readonly id?: string;
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** Rows that exist; more than `rows` when some are not in the page. */
  readonly rowCount: number;
  /** Which rows these are, completing "Here are …". */
  readonly whichRows: string;
  readonly sortedBy?: TableSort;
  /** Shown while nothing is searched for. */
  readonly tree?: RowTree;
  /** The name of a row was picked. */
  readonly onPick?: (row: TableRow) => void;
}
