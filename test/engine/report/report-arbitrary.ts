import fc from 'fast-check';
import type { AnalyzerSections } from '../../../engine/report/index.ts';
import type { Cell, CellRecord, Column, ColumnType, Section } from '../../../engine/contract.ts';

/** Any sequence of 16-bit units: controls, quotes, lone surrogates and pairs are common. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })), {
      maxLength: 8,
    })
    .map((units) => String.fromCharCode(...units)),
);

const anyKey = fc.oneof(anyText, fc.constantFrom('__proto__', 'toJSON', '10', '2', 'constructor', ''));

const anyNumber: fc.Arbitrary<number> = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, 0, 1e21, 1e-7, -(2 ** 31), 2 ** 31, 2 ** 53, 5e-324, 1.7976931348623157e308),
);

export const anyCell: fc.Arbitrary<Cell> = fc.letrec<{ cell: Cell; record: CellRecord }>((tie) => ({
  cell: fc.oneof(
    { maxDepth: 3 },
    anyText,
    anyNumber,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('cell'), { maxLength: 4 }),
    tie('record'),
  ),
  record: anyRecordOf(tie('cell')),
})).cell;

export const anyRecord: fc.Arbitrary<CellRecord> = anyRecordOf(anyCell);

function anyRecordOf(cell: fc.Arbitrary<Cell>): fc.Arbitrary<CellRecord> {
  // Entries become own properties, `__proto__` too.
  return fc.array(fc.tuple(anyKey, cell), { maxLength: 4 }).map((entries) => Object.fromEntries(entries) as CellRecord);
}

const cellsOf: Readonly<Record<ColumnType, fc.Arbitrary<Cell>>> = {
  string: anyText,
  int: fc.oneof(fc.integer(), fc.maxSafeInteger()),
  float: anyNumber,
  boolean: fc.boolean(),
  time: fc.constantFrom('2005-04-07T22:13:13Z', '+010000-01-01T00:00:00Z'),
  oid: fc.constant('0123456789abcdef0123456789abcdef01234567'),
  list: fc.array(anyCell, { maxLength: 3 }),
  record: anyRecord,
};

const plainName = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/);
const columnName = anyText.filter(
  (name) => name !== '' && !/^\d+$/.test(name) && name !== 'analyzer' && name !== 'section',
);

const anyColumns: fc.Arbitrary<Column[]> = fc.uniqueArray(
  fc.record({
    name: fc.oneof(columnName, fc.constant('__proto__')),
    type: fc.constantFrom(...(Object.keys(cellsOf) as ColumnType[])),
  }),
  { minLength: 1, maxLength: 5, selector: (column) => column.name },
);

function rowOf(columns: readonly Column[]): fc.Arbitrary<Cell[]> {
  const cells = columns.map((column) => fc.option(cellsOf[column.type], { nil: null, freq: 6 }));
  return fc.tuple(...cells) as fc.Arbitrary<Cell[]>;
}

const anySection: fc.Arbitrary<Section> = fc
  .tuple(plainName, anyText, fc.constantFrom('table', 'record'), anyColumns)
  .chain(([name, title, shape, columns]) => {
    const lengths = shape === 'record' ? { minLength: 1, maxLength: 1 } : { maxLength: 4 };
    return fc
      .array(rowOf(columns), lengths)
      .map((rows): Section => ({ name, title, shape: shape as Section['shape'], columns, rows }));
  });

/** The analyzers of a report whose rows are arrays, so that a test may read them again. */
export const anyAnalyzers: fc.Arbitrary<AnalyzerSections[]> = fc.uniqueArray(
  fc.record({
    id: fc.oneof(
      plainName,
      plainName.map((name) => `history/${name}`),
    ),
    sections: fc.uniqueArray(anySection, { maxLength: 3, selector: (section) => section.name }),
  }),
  { maxLength: 3, selector: (one) => one.id },
);
