import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type PackageLock, withLicences } from '../../scripts/licence-table.ts';

const root = new URL('../../../', import.meta.url);
const notice = readFileSync(new URL('NOTICE', root), 'utf8');
const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as PackageLock;

/** What may be linked with a program under the MIT licence, or stands beside it unchanged. */
const allowed = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-3-Clause', '0BSD', 'MPL-2.0', 'Zlib']);

test('NOTICE lists the packages of the lock file; `npm run licences` mends it', () => {
  expect(withLicences(notice, lock)).toBe(notice);
  for (const name of ['commander', 'pino', 'prom-client', 'yaml'])
    expect(notice).toMatch(new RegExp(`^ {2}${name} `, 'm'));
});

test('every licence is one that we may use', () => {
  const lines = notice.match(/^ {2}(?!dejavu)\S+ \d\S*: .+$/gm) ?? [];
  expect(lines.length).toBeGreaterThan(20);
  const others = lines.filter((line) => {
    const licence = line.replace(/^.*: /, '').replace(' (optional)', '').replace(/[()]/g, '');
    return !licence.split(' AND ').every((one) => allowed.has(one));
  });
  expect(others).toEqual([]);
});

test('withLicences() refuses a notice without marks', () => {
  expect(() => withLicences('none', lock)).toThrow(/marks are missing/);
});
