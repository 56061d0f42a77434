import type { Cell } from '../../contract.ts';
import { CodefangError } from '../../base/index.ts';
import { binEncoding, blockRowsMax, hasNulls } from './bin-format.ts';
import { ByteWalker } from './byte-walker.ts';

/** The rows of a block, as `RowBlock` wrote it. @throws {CodefangError} STATE */
export function* readRowBlock(bytes: Buffer, columnCount: number, file: string): Generator<readonly Cell[]> {
  const walker = new ByteWalker(bytes, file);
  const rowCount = walker.uint32();
  if (rowCount > blockRowsMax) throw unreadable(file, `a block claims ${rowCount} rows`);
  const columns: (readonly Cell[])[] = [];
  for (let at = 0; at < columnCount; at += 1) columns.push(readColumn(walker, rowCount, file));
  for (let row = 0; row < rowCount; row += 1) yield columns.map((column) => column[row]!);
}

function readColumn(block: ByteWalker, rowCount: number, file: string): Cell[] {
  const head = block.uint8();
  const column = block.part(block.uint32());
  const nulls = head >= hasNulls ? readBits(column, rowCount) : undefined;
  const next = cellReader(head % hasNulls, column, file);
  const cells: Cell[] = [];
  for (let row = 0; row < rowCount; row += 1) cells.push(nulls?.[row] === 1 ? null : next());
  return cells;
}

function readBits(column: ByteWalker, rowCount: number): Uint8Array {
  const isNull = new Uint8Array(rowCount);
  let bits = 0;
  for (let row = 0; row < rowCount; row += 1) {
    if (row % 8 === 0) bits = column.uint8();
    isNull[row] = (bits >> (row % 8)) & 1;
  }
  return isNull;
}

function cellReader(encoding: number, column: ByteWalker, file: string): () => Cell {
  switch (encoding) {
    case binEncoding.integers:
      return () => column.signedVarint();
    case binEncoding.deltas:
      return deltaReader(column);
    case binEncoding.doubles:
      return () => column.double();
    case binEncoding.booleans:
      return () => column.uint8() === 1;
    case binEncoding.texts:
      return dictionaryReader(column, file, (text) => text);
    case binEncoding.json:
      return dictionaryReader(column, file, (text) => JSON.parse(text) as Cell);
    default:
      throw unreadable(file, `a column has the encoding ${encoding}, which is unknown`);
  }
}

function deltaReader(column: ByteWalker): () => Cell {
  let value = 0;
  return () => {
    value += column.signedVarint();
    return value;
  };
}

function dictionaryReader(column: ByteWalker, file: string, decode: (text: string) => Cell): () => Cell {
  const textCount = column.varint();
  if (textCount > blockRowsMax) throw unreadable(file, `a block claims ${textCount} texts`);
  const cells: Cell[] = [];
  for (let at = 0; at < textCount; at += 1) cells.push(decode(column.text()));
  return () => {
    const cell = cells[column.varint()];
    if (cell === undefined) throw unreadable(file, 'a text is not in its dictionary');
    return cell;
  };
}

function unreadable(file: string, state: string): CodefangError {
  return new CodefangError('STATE', `Cannot read ${file}: ${state}, expected an unchanged report`);
}
