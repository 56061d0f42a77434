import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { trustDocument } from '../../bench/tables/trust-document.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test('docs/trust.md shows the raw results of bench/trust (node dist/bench/tables/write-trust.js)', () => {
  const document = readFileSync(`${root}docs/trust.md`, 'utf8');
  expect(trustDocument(document, `${root}bench/trust`)).toBe(document);
  expect(document).toMatch(/^## Damage: [\d,]+ cases, 0 wrong/m);
});

test('trustDocument() refuses a document without marks', () => {
  expect(() => trustDocument('# Trust\n', `${root}bench/trust`)).toThrow(/marks are missing/);
});
