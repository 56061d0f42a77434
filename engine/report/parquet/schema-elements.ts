import type { ParquetWriter } from 'hyparquet-writer';
import type { Column, ColumnType, NestedType } from '../../contract.ts';

export type SchemaElement = ParquetWriter['schema'][number];

/** The schema of a table, depth first, under its root. */
export function schemaElements(columns: readonly Column[]): SchemaElement[] {
  return [{ name: 'rows', num_children: columns.length }, ...columns.flatMap(columnElements)];
}

/** Every column may hold nulls. A list or record that does not say what is in it is JSON text. */
function columnElements({ name, type, nested }: Column): SchemaElement[] {
  if (nested === undefined) return [{ name, repetition_type: 'OPTIONAL', ...scalar(type) }];
  return nested.keys === undefined ? listElements(name, nested) : mapElements(name, nested.keys, nested);
}

function listElements(name: string, { values }: NestedType): SchemaElement[] {
  return [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...valueElements('element', values),
  ];
}

function mapElements(name: string, keys: ColumnType, { values }: NestedType): SchemaElement[] {
  return [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'MAP' },
    { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
    ...valueElements('key', keys),
    ...valueElements('value', values),
  ];
}

function valueElements(name: string, values: ColumnType | readonly string[]): SchemaElement[] {
  if (typeof values === 'string') return [{ name, repetition_type: 'REQUIRED', ...scalar(values) }];
  const fields = values.map((field): SchemaElement => ({ name: field, repetition_type: 'REQUIRED', type: 'INT64' }));
  return [{ name, repetition_type: 'REQUIRED', num_children: fields.length }, ...fields];
}

/** Times are instants in milliseconds. */
function scalar(type: ColumnType): Pick<SchemaElement, 'type' | 'converted_type'> {
  switch (type) {
    case 'int':
      return { type: 'INT64' };
    case 'float':
      return { type: 'DOUBLE' };
    case 'boolean':
      return { type: 'BOOLEAN' };
    case 'time':
      return { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' };
    default:
      return { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
  }
}
