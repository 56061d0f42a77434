/**
 * The footer of a Parquet file, gathered group by group.
 *
 * The library keeps an object tree of about 1 KB for each column of each group until the end. Here
 * a group is turned into its final bytes (Thrift's compact protocol, `RowGroup` of parquet.thrift)
 * when it is written: about 130 bytes for a column. Footers of millions of rows stay in kilobytes.
 */
import type { ParquetWriter } from 'hyparquet-writer';
import { ByteWriter } from 'hyparquet-writer';
import { serializeTCompactProtocol } from 'hyparquet-writer/src/thrift.js';
import { unconvertStatistics } from 'hyparquet-writer/src/unconvert.js';
import { assert } from '../../base/index.ts';
import type { SchemaElement } from './schema-elements.ts';

type RowGroup = ParquetWriter['row_groups'][number];
type ColumnMeta = NonNullable<RowGroup['columns'][number]['meta_data']>;

/** Numbers of parquet.thrift for what is written here. */
const typeNumbers = { BOOLEAN: 0, INT64: 2, DOUBLE: 5, BYTE_ARRAY: 6 } as const;
const encodingNumbers: Readonly<Record<string, number>> = {
  PLAIN: 0,
  RLE: 3,
  DELTA_BINARY_PACKED: 5,
  RLE_DICTIONARY: 8,
};
const pageNumbers: Readonly<Record<string, number>> = { DICTIONARY_PAGE: 2, DATA_PAGE_V2: 3 };
const repetitionNumbers = { REQUIRED: 0, OPTIONAL: 1, REPEATED: 2 } as const;
/** A converted type, and the logical type that says the same. */
const meanings = {
  UTF8: { field_6: 0, field_10: { field_1: {} } },
  MAP: { field_6: 1, field_10: { field_2: {} } },
  LIST: { field_6: 3, field_10: { field_3: {} } },
  TIMESTAMP_MILLIS: { field_6: 9, field_10: { field_8: { field_1: true, field_2: { field_1: {} } } } },
} as const;
const gzip = 2;
const formatVersion = 2;
/** Bytes of the compact protocol: a list field one id on, and the head of a long list of structs. */
const nextListField = 0x19;
const longStructList = 0xfc;

export class FileFooter {
  readonly #schema: readonly SchemaElement[];
  /** Elements that have values, one for each column chunk of a group. */
  readonly #leaves: readonly SchemaElement[];
  readonly #groups = new ByteWriter(4096);
  #groupCount = 0;
  #rowCount = 0n;

  constructor(schema: readonly SchemaElement[]) {
    this.#schema = schema;
    this.#leaves = schema.filter(({ type }) => type !== undefined);
  }

  get groupCount(): number {
    return this.#groupCount;
  }

  addGroup(group: RowGroup): void {
    serializeTCompactProtocol(this.#groups, {
      field_1: group.columns.map(({ meta_data: meta, file_offset: offset }, at) => ({
        field_2: offset,
        field_3: this.#chunk(meta!, at),
      })),
      field_2: group.total_byte_size,
      field_3: group.num_rows,
      field_6: group.total_compressed_size,
    });
    this.#groupCount += 1;
    this.#rowCount += group.num_rows;
  }

  /** Appends the footer with its length, without the magic behind it. */
  write(out: ByteWriter, facts: Readonly<Record<string, string>>, createdBy: string): void {
    const start = out.offset;
    out.appendBytes(
      unclosed({
        field_1: formatVersion,
        field_2: this.#schema.map(schemaElement),
        field_3: this.#rowCount,
      }),
    );
    out.appendUint8(nextListField);
    out.appendUint8(longStructList);
    out.appendVarInt(this.#groupCount);
    out.appendBytes(this.#groups.getBytes());
    // Field ids are differences, so these are fields 5 to 7 after field 4.
    serializeTCompactProtocol(out, {
      field_1: Object.entries(facts).map(([key, value]) => ({ field_1: key, field_2: value })),
      field_2: createdBy,
      field_3: this.#leaves.map(() => ({ field_1: {} })),
    });
    out.appendUint32(out.offset - start);
  }

  #chunk(meta: ColumnMeta, at: number): object {
    const { statistics } = meta;
    assert(statistics !== undefined, 'statistics are always asked for');
    return {
      field_1: typeNumbers[meta.type as keyof typeof typeNumbers],
      field_2: meta.encodings.map(numberOfEncoding),
      field_3: meta.path_in_schema,
      field_4: gzip,
      field_5: meta.num_values,
      field_6: meta.total_uncompressed_size,
      field_7: meta.total_compressed_size,
      field_9: meta.data_page_offset,
      field_11: meta.dictionary_page_offset,
      field_12: unconvertStatistics(statistics, this.#leaves[at]!),
      field_13: meta.encoding_stats?.map((stats) => ({
        field_1: pageNumbers[stats.page_type],
        field_2: numberOfEncoding(stats.encoding),
        field_3: stats.count,
      })),
    };
  }
}

function numberOfEncoding(encoding: string): number {
  const found = encodingNumbers[encoding];
  assert(found !== undefined, 'only encodings named above are used');
  return found;
}

function schemaElement(element: SchemaElement): object {
  const { name, type, repetition_type: repetition, num_children: childCount, converted_type: meaning } = element;
  return {
    field_1: type && typeNumbers[type as keyof typeof typeNumbers],
    field_3: repetition && repetitionNumbers[repetition],
    field_4: name,
    field_5: childCount,
    ...(meaning !== undefined && meanings[meaning as keyof typeof meanings]),
  };
}

/** The bytes of a struct without the mark of its end, so that fields can follow. */
function unclosed(struct: { [key: `field_${number}`]: unknown }): Uint8Array {
  const out = new ByteWriter();
  serializeTCompactProtocol(out, struct);
  return out.getBytes().subarray(0, -1);
}
