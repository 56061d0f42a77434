import type { AnalyzerDefinition, JsonSchema } from '../../engine/index.ts';
import { folderOf } from '../../analysis/internal.ts';
import type { Flag } from '../flags/flag.ts';

/**
 * JSON Schema of a configuration file: the keys are the flags that files may say, those of an
 * analyzer also in a section of its name.
 */
export function configSchema(flags: readonly Flag[], registry: readonly AnalyzerDefinition[]): JsonSchema {
  const said = flags.filter(({ configuredBy }) => configuredBy !== 'nobody');
  const sections = registry.flatMap(({ id }) => {
    const prefix = `${folderOf(id)}-`;
    const own = said.filter(({ name }) => name.startsWith(prefix));
    const properties = membersOf(own, (name) => name.slice(prefix.length));
    return own.length === 0 ? [] : [[folderOf(id), { type: 'object', properties, additionalProperties: false }]];
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:codefang:config:v1',
    title: 'A codefang configuration file',
    type: 'object',
    properties: { ...membersOf(said, (name) => name), ...Object.fromEntries(sections) },
    additionalProperties: false,
  };
}

function membersOf(flags: readonly Flag[], keyOf: (name: string) => string): JsonSchema {
  return Object.fromEntries(flags.map((flag) => [keyOf(flag.name), valueSchema(flag)]));
}

function valueSchema(flag: Flag): JsonSchema {
  const one = scalarSchema(flag);
  const value = flag.isList === true ? { oneOf: [one, { type: 'array', items: one }] } : one;
  return { description: flag.help, ...value };
}

/** Words stand beside the values of a kind, as `auto` beside a count. */
function scalarSchema({ kind, choices = [] }: Flag): JsonSchema {
  switch (kind) {
    case 'switch':
      return { type: 'boolean' };
    case 'count':
      return choices.length === 0
        ? { type: 'integer', minimum: 0 }
        : { oneOf: [{ type: 'integer', minimum: 0 }, { enum: choices }] };
    case 'path':
      return { type: 'string' };
    default:
      return choices.length === 0 ? { type: ['string', 'number'] } : { type: ['string', 'number'], examples: choices };
  }
}
