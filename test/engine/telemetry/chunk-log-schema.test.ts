import { describe, expect, test } from 'vitest';
import { type ChunkEventName, chunkLogSchema } from '../../../engine/telemetry/index.ts';
import { sampleEvents } from './sample-events.ts';
import { schemaFaults } from './schema-check.ts';

const names = Object.keys(sampleEvents) as ChunkEventName[];

interface EventSchema {
  readonly required: readonly string[];
  readonly properties: { readonly event: { readonly const: string } };
}

const eventSchemas = chunkLogSchema['oneOf'] as readonly EventSchema[];

test('chunkLogSchema knows the events of the types, and no other', () => {
  expect(eventSchemas.map((schema) => schema.properties.event.const)).toEqual(names);
});

describe.each(names)('chunkLogSchema, event %s', (name) => {
  const line: Readonly<Record<string, unknown>> = {
    level: 30,
    time: 1,
    run_id: 'r',
    event: name,
    ...sampleEvents[name],
  };

  test('has exactly the fields of its type', () => {
    const schema = eventSchemas.find((one) => one.properties.event.const === name);
    expect(schema?.required.toSorted()).toEqual(Object.keys(line).toSorted());
  });

  test('accepts a whole line, also one with fields yet to come', () => {
    expect(schemaFaults(chunkLogSchema, line)).toEqual([]);
    expect(schemaFaults(chunkLogSchema, { ...line, yet_to_come: 1 })).toEqual([]);
  });

  test('refuses a line that lacks a field or has a wrong one', () => {
    for (const field of Object.keys(line)) {
      const { [field]: _left, ...rest } = line;
      expect(schemaFaults(chunkLogSchema, rest), field).not.toEqual([]);
      expect(schemaFaults(chunkLogSchema, { ...line, [field]: [] }), field).not.toEqual([]);
    }
  });
});
