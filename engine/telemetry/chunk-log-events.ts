import { chunkLogSchema } from './chunk-log.schema.ts';

/** Names of the events that a log may have, in the order of its schema. */
export function chunkLogEvents(): readonly string[] {
  const kinds = chunkLogSchema['oneOf'] as readonly {
    readonly properties: { readonly event: { readonly const: string } };
  }[];
  return kinds.map(({ properties }) => properties.event.const);
}
