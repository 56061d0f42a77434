import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { registry } from '../../analyzers/index.ts';
import { withTable } from '../../scripts/analyzer-table.ts';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

test('the README lists the analyzers of the registry; `npm run readme` mends it', () => {
  for (const { id } of registry) expect(readme).toContain(`| [\`${id}\`]`);
  expect(withTable(readme, registry)).toBe(readme);
});
