import type { AnalyzerDefinition, Section } from '../../contract.ts';
import { reportSchema } from '../report-document.ts';
import { timeseriesSchema } from '../timeseries-writer.ts';
import { type JsonSchema, oidPattern, schemaDialect, tableSchema, timePattern } from './table-schema.ts';

/** An analyzer with the tables of its report. */
export interface DescribedAnalyzer {
  readonly id: string;
  readonly tables: readonly Omit<Section, 'rows'>[];
}

type CommitDescription = Pick<AnalyzerDefinition, 'id' | 'commitColumns'>;

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
      ...headSchemas,
      analyzers: { type: 'object', properties: Object.fromEntries(analyzers.map(analyzerMember)) },
      tables: { type: 'array', items: tableNoteSchema },
      findings: { type: 'array', items: findingSchema },
      digest,
    }),
    // A report that was stored before there were any stays as it is.
    required: ['schema', ...Object.keys(headSchemas), 'analyzers', 'tables', 'digest'],
  };
}

/** JSON Schema (draft 2020-12) of the time series, with the values that these analyzers give a commit. */
export function timeseriesDocumentSchema(analyzers: readonly CommitDescription[]): JsonSchema {
  const values = analyzers.map(({ id, commitColumns = [] }) => {
    const named = commitColumns.map(({ name, unit }) => [name, { type: 'integer', description: unit }]);
    return [id.slice(id.lastIndexOf('/') + 1), record(Object.fromEntries(named) as Record<string, JsonSchema>)];
  });
  const hash = { type: 'string', pattern: oidPattern };
  const own = { hash, timestamp: time, author: text, tick: count, mainline: flag };
  const commit = { ...record(own), properties: { ...own, ...Object.fromEntries(values) } };
  return {
    $schema: schemaDialect,
    $id: 'urn:codefang:timeseries:v1',
    title: 'What each commit did, oldest first',
    ...closed({
      ...headSchemas,
      schema: { const: timeseriesSchema },
      analyzers: { type: 'array', items: text },
      commits: { type: 'array', items: commit },
      digest,
    }),
  };
}

/** Empty where there are no commits. */
const headOid = { type: 'string', pattern: `^$|${oidPattern}` };

/** What stands before the numbers, but for the name of the schema. */
const headSchemas: Readonly<Record<string, JsonSchema>> = {
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
};

const digest: JsonSchema = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' };

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
        nested: {
          type: 'object',
          required: ['values'],
          properties: {
            keys: { enum: ['int', 'string'] },
            values: { oneOf: [{ enum: ['int', 'float', 'string'] }, { type: 'array', items: text }] },
          },
        },
      },
    },
  },
});

const findingSchema: JsonSchema = closed({
  id: { type: 'string', pattern: '^[a-z]+(-[a-z]+)*$' },
  rank: { type: 'integer', minimum: 1 },
  severity: { enum: ['high', 'medium', 'low'] },
  topic: text,
  title: text,
  text,
  advice: text,
  rule: text,
  figures: { type: 'object', additionalProperties: anything },
  evidence: {
    type: 'array',
    items: closed({ analyzer: text, section: text, row: { type: 'object', additionalProperties: anything } }),
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
