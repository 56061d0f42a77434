import type { Section } from '../../contract.ts';
import { reportSchema } from '../report-document.ts';
import { type JsonSchema, oidPattern, schemaDialect, tableSchema, timePattern } from './table-schema.ts';

/** An analyzer with the tables of its report. */
export interface DescribedAnalyzer {
  readonly id: string;
  readonly tables: readonly Omit<Section, 'rows'>[];
}

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const flag = { type: 'boolean' };
const time = { type: ['string', 'null'], pattern: timePattern };
const anything = {};

/**
 * JSON Schema (draft 2020-12) of the report document, with the tables of these analyzers. A report
 * of others fits as well; unknown members are allowed where new ones may be added.
 */
export function reportDocumentSchema(analyzers: readonly DescribedAnalyzer[]): JsonSchema {
  return {
    $schema: schemaDialect,
    $id: 'urn:codefang:report:v1',
    title: 'A codefang report',
    ...closed({
      schema: { const: reportSchema },
      tool: closed({ name: text, version: text }),
      repository: closed({ head: headOid, object_format: { enum: ['sha1', 'sha256'] } }),
      options: { type: 'object', additionalProperties: anything },
      history: record({
        commits: count,
        mainline_commits: count,
        merges: count,
        first_commit_at: time,
        last_commit_at: time,
        tick_seconds: { type: 'integer', minimum: 1 },
      }),
      completeness: record({ complete: flag, missing_objects: count, shallow: flag }),
      analyzers: { type: 'object', properties: Object.fromEntries(analyzers.map(analyzerMember)) },
      tables: { type: 'array', items: tableNoteSchema },
      digest: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
    }),
  };
}

/** Empty where there are no commits. */
const headOid = { type: 'string', pattern: `^$|${oidPattern}` };

const tableNoteSchema: JsonSchema = closed({
  analyzer: text,
  section: text,
  title: text,
  shape: { enum: ['table', 'record'] },
  rows: count,
  columns: {
    type: 'array',
    items: {
      type: 'object',
      required: ['name', 'type'],
      properties: {
        name: text,
        type: { enum: ['string', 'int', 'float', 'boolean', 'time', 'oid', 'list', 'record'] },
        unit: text,
      },
    },
  },
});

function analyzerMember({ id, tables }: DescribedAnalyzer): readonly [string, JsonSchema] {
  return [id, record(Object.fromEntries(tables.map((table) => [table.name, tableSchema(table)])))];
}

function record(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', required: Object.keys(properties), properties };
}

function closed(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { ...record(properties), additionalProperties: false };
}
