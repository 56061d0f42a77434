import { gzipSync } from 'node:zlib';
import { ParquetWriter as Encoder } from 'hyparquet-writer';
import type { Cell, Section } from '../../contract.ts';
import { collectGarbage } from '../../memory/index.ts';
import type { ByteSink } from '../byte-sink.ts';
import { columnBuffer, type ColumnBuffer } from './column-buffer.ts';
import { FileFooter } from './file-footer.ts';
import { groupRowsMax, groupRowsMin, groupTextBytesMax } from './group-bounds.ts';
import { schemaElements } from './schema-elements.ts';
import { SinkWriter } from './sink-writer.ts';

const pageBytes = 128 * 1024;
const gzipLevel = 1;
const magic = 0x31524150;

/**
 * One table as a Parquet file: rows are gathered by columns into a group, which is encoded, written
 * and forgotten. Holds one group, and about 130 bytes for each column of each group written.
 */
export class ParquetTable {
  readonly #writer: SinkWriter;
  readonly #encoder: Encoder;
  readonly #footer: FileFooter;
  #columns: readonly ColumnBuffer[];
  #partition: Cell = null;
  #groupRows = 0;
  rowCount = 0;

  constructor(sink: ByteSink, { columns }: Section) {
    const schema = schemaElements(columns);
    this.#writer = new SinkWriter(sink);
    this.#encoder = new Encoder({
      writer: this.#writer,
      schema,
      codec: 'GZIP',
      compressors: { GZIP: (bytes) => gzipSync(bytes, { level: gzipLevel }) },
    });
    this.#footer = new FileFooter(schema);
    this.#columns = columns.map(columnBuffer);
  }

  row(cells: readonly Cell[]): void {
    const [partition = null] = cells;
    if (this.#isDue(partition)) {
      this.#flush();
      // A group leaves about 10 MB of dead buffers, which V8 would let grow to 60 before it looks.
      collectGarbage();
    }
    this.#partition = partition;
    for (let at = 0; at < cells.length; at += 1) this.#columns[at]!.add(cells[at]!);
    this.#groupRows += 1;
    this.rowCount += 1;
  }

  /** All rows are there; what is left to write is the footer. Gives up the buffers. */
  endRows(): void {
    if (this.#groupRows > 0) this.#flush();
    this.#columns = [];
  }

  /** `facts` go into the file's metadata. */
  end(facts: Readonly<Record<string, string>>, createdBy: string): void {
    this.#footer.write(this.#writer, facts, createdBy);
    this.#writer.appendUint32(magic);
    this.#writer.finish();
  }

  #isDue(partition: Cell): boolean {
    if (this.#groupRows === groupRowsMax) return true;
    if (this.#groupRows >= groupRowsMin && partition !== this.#partition) return true;
    return this.#columns.reduce((sum, column) => sum + column.textLength, 0) >= groupTextBytesMax;
  }

  #flush(): void {
    const columnData = this.#columns.map((column) => ({ ...column.take(), offsetIndex: false }));
    // A writer that is synchronous encodes at once; only its type allows for a promise.
    void this.#encoder.write({ columnData, rowGroupSize: groupRowsMax, pageSize: pageBytes });
    const group = this.#encoder.row_groups.pop()!;
    this.#encoder.pendingIndexes.length = 0;
    this.#footer.addGroup(group);
    this.#groupRows = 0;
  }
}
