import { registry } from '../../analyzers/index.ts';
import {
  chunkLogSchema,
  CodefangError,
  describeTables,
  type JsonSchema,
  parseTableName,
  reportDocumentSchema,
  schemaDialect,
  tableSchema,
  timeseriesDocumentSchema,
} from '../../engine/index.ts';
import { configSchema } from '../config/config-schema.ts';
import { flagTable } from '../flags/flag-table.ts';
import { selectAnalyzers } from '../../analysis/internal.ts';
import { didYouMean } from '../nearest-name.ts';

const subjects = ['report', 'timeseries', 'log', 'config', 'table'];

/** The schema of a subject. @throws {CodefangError} USAGE naming what there is */
export function schema(what: string, name: string | undefined): JsonSchema {
  if (name !== undefined && what !== 'table') {
    throw new CodefangError('USAGE', `Cannot use "${name}": only a table has a name`);
  }
  switch (what) {
    case 'report':
      return reportDocumentSchema(registry.map((one) => ({ id: one.id, tables: describeTables(one) })));
    case 'timeseries':
      return timeseriesDocumentSchema(registry);
    case 'log':
      return chunkLogSchema;
    case 'config':
      return configSchema(flagTable(registry), registry);
    case 'table':
      return namedTable(name ?? '');
    default: {
      const known = `known are ${subjects.join(', ')}${didYouMean(what, subjects)}`;
      throw new CodefangError('USAGE', `Cannot give the schema of "${what}": ${known}`);
    }
  }
}

/** The tables of all analyzers, `history/devs:churn` and so on. */
export function tableNames(): string[] {
  return registry.flatMap((one) => describeTables(one).map(({ name }) => `${one.id}:${name}`));
}

function namedTable(name: string): JsonSchema {
  const { analyzerId, section } = parseTableName(name);
  const ids = registry.map(({ id }) => id);
  const [wanted] = selectAnalyzers([analyzerId], ids);
  const definition = registry.find(({ id }) => id === wanted);
  const table = definition && describeTables(definition).find((one) => one.name === section);
  if (table !== undefined) {
    const $id = `urn:codefang:table:${wanted}:${table.name}:v1`;
    return { $schema: schemaDialect, $id, ...tableSchema(table) };
  }
  const state = `there is no "${name}", expected ${tableNames().join(', ')}`;
  throw new CodefangError('USAGE', `Cannot print the schema of a table: ${state}`);
}
