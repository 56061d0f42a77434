import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { registry } from '../../analyzers/index.ts';
import { withTable } from '../../scripts/analyzer-table.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

test('the README lists the usual analyzers, docs/analyzers.md all of them; `npm run readme` mends it', () => {
  const [readme, list] = [read('README.md'), read('docs/analyzers.md')];
  const usual = registry.filter(({ isOptional }) => isOptional !== true);
  for (const { id } of usual) expect(readme).toContain(`| [\`${id}\`]`);
  for (const { id } of registry) expect(list).toContain(`| [\`${id}\`]`);
  expect(withTable(readme, usual)).toBe(readme);
  expect(withTable(list, registry, '../')).toBe(list);
});
