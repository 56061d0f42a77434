import type { Column, ColumnType, Section } from '../../contract.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export const schemaDialect = 'https://json-schema.org/draft/2020-12/schema';
export const oidPattern = '^([0-9a-f]{40}|[0-9a-f]{64})$';
export const timePattern = '^([+-]\\d{6}|\\d{4})-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$';

/** JSON Schema of a section as it stands in the report: a list of rows, or for a record the row. */
export function tableSchema({ title, shape, columns }: Omit<Section, 'rows'>): JsonSchema {
  const row = {
    type: 'object',
    required: columns.map(({ name }) => name),
    properties: Object.fromEntries(columns.map((column) => [column.name, cellSchema(column)])),
  };
  return shape === 'record' ? { title, ...row } : { title, type: 'array', items: row };
}

/** Every cell may be null. The unit of a column is its description. */
function cellSchema({ type, unit }: Column): JsonSchema {
  const schema = { type: [jsonTypes[type], 'null'] };
  const patterned = type === 'time' ? { ...schema, pattern: timePattern } : schema;
  return unit === undefined ? patterned : { ...patterned, description: unit };
}

const jsonTypes: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  int: 'integer',
  float: 'number',
  boolean: 'boolean',
  time: 'string',
  oid: 'string',
  list: 'array',
  record: 'object',
};
