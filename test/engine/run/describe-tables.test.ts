import { expect, test } from 'vitest';
import { template } from '../../../analyzers/_template/index.ts';
import { registry } from '../../../analyzers/index.ts';
import { describeTables } from '../../../engine/index.ts';
import { presentationOf } from '../../../engine/report/presentation.ts';
import { analyze } from '../../support/analyzer-harness.ts';
import { randomStory } from '../../support/random-story.ts';

test.each([...registry, template].map((definition) => [definition.id, definition] as const))(
  'describeTables gives the tables of %s as a report has them',
  (_id, definition) => {
    const told = analyze(definition, randomStory(1, 40)).sections.map(({ section }) => section);
    const tables = told.map(({ name, title, shape, columns }) => ({ name, title, shape, columns }));
    expect(describeTables(definition)).toEqual(tables);
    expect(tables.length).toBeGreaterThan(0);
  },
);

test.each(registry.map((definition) => [definition.id, definition] as const))(
  'presentationOf says of every table of %s why it would be empty',
  (id, definition) => {
    for (const { name, shape } of describeTables(definition)) {
      if (shape === 'table') expect(presentationOf(id, name).emptyBecause, name).toMatch(/^[a-z]/);
    }
  },
);
