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
      return namedTable(name);
    default: {
      const known = `known are ${subjects.join(', ')}${didYouMean(what, subjects)}`;
      throw new CodefangError('USAGE', `Cannot give the schema of "${what}": ${known}`);
    }
  }
}

function namedTable(name: string | undefined): JsonSchema {
  const named = name === undefined ? undefined : parseTableName(name);
  const known: string[] = [];
  const [wanted] =
    named === undefined
      ? []
      : selectAnalyzers(
          [named.analyzerId],
          registry.map(({ id }) => id),
        );
  for (const definition of registry) {
    for (const table of describeTables(definition)) {
      if (definition.id === wanted && table.name === named?.section) {
        const $id = `urn:codefang:table:${definition.id}:${table.name}:v1`;
        return { $schema: schemaDialect, $id, ...tableSchema(table) };
      }
      known.push(`${definition.id}:${table.name}`);
    }
  }
  const state = name === undefined ? 'it has no name' : `there is no "${name}"`;
  throw new CodefangError('USAGE', `Cannot print the schema of a table: ${state}, expected ${known.join(', ')}`);
}
