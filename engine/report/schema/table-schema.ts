import type { Column, ColumnType, NestedType, Section } from '../../contract.ts';

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

/** The unit of a column is an annotation of its own. */
function cellSchema({ type, unit, description, isNullable = false, nested }: Column): JsonSchema {
  return {
    type: isNullable ? [jsonTypes[type], 'null'] : jsonTypes[type],
    ...(type === 'time' && { pattern: timePattern }),
    ...(type === 'oid' && !isNullable && { pattern: oidPattern }),
    ...(nested !== undefined && nestedSchema(nested)),
    ...(description !== undefined && { description }),
    ...(unit !== undefined && { unit }),
  };
}

function nestedSchema({ keys, values }: NestedType): JsonSchema {
  const value = typeof values === 'string' ? { type: jsonTypes[values] } : recordOfIntegers(values);
  if (keys === undefined) return { items: value };
  const names = keys === 'int' ? { propertyNames: { pattern: '^\\d+$' } } : {};
  return { ...names, additionalProperties: value };
}

function recordOfIntegers(names: readonly string[]): JsonSchema {
  return {
    type: 'object',
    required: names,
    properties: Object.fromEntries(names.map((name) => [name, { type: 'integer' }])),
    additionalProperties: false,
  };
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
