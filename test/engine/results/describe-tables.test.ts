import { expect, test } from 'vitest';
import { template } from '../../../analyzers/_template/index.ts';
import { registry } from '../../../analyzers/index.ts';
import { describeTables } from '../../../engine/index.ts';
import { analyze } from '../../support/analyzer-harness.ts';
import { randomStory } from '../../support/random-story.ts';

test.each([...registry, template].map((definition) => [definition.id, definition] as const))(
  'describeTables gives the tables of %s as a report has them',
  (_id, definition) => {
    const told = analyze(definition, randomStory(1, 40)).sections.map(({ section }) => section);
    const tables = told.map(({ rows: _rows, ...table }) => table);
    expect(describeTables(definition)).toEqual(tables);
    expect(tables.length).toBeGreaterThan(0);
  },
);

test.each(registry.map((definition) => [definition.id, definition] as const))(
  'every table of %s says why it would be empty, and shows columns that it has',
  (_id, definition) => {
    for (const { name, shape, columns, show } of describeTables(definition)) {
      if (shape === 'table') expect(show?.emptyBecause, name).toMatch(/^[a-z]/);
      const named = [...(show?.columns ?? []), show?.bar, show?.trend?.value, show?.trend?.along];
      const known = columns.map((column) => column.name);
      expect(
        named.filter((one) => one !== undefined && !known.includes(one)),
        name,
      ).toEqual([]);
    }
  },
);
