import { expect, test } from 'vitest';
import { skippedLines } from '../support/skipped-tests.ts';

test('skippedLines() prints one line per file and reason', () => {
  const lines = skippedLines([
    { file: 'test/page.test.ts', name: 'draws', reason: 'needs Chromium' },
    { file: 'test/page.test.ts', name: 'prints', reason: 'needs Chromium' },
    { file: 'test/faults.test.ts', name: 'a full disk', reason: '' },
  ]);
  expect(lines.trimStart().split('\n')).toEqual([
    'Skipped tests, and what they need:',
    '   2 in test/page.test.ts: needs Chromium (draws, …)',
    '   1 in test/faults.test.ts: no reason given (a full disk)',
    '',
  ]);
});

test('skippedLines() says so when no test was skipped', () => {
  expect(skippedLines([])).toContain('No test was skipped');
});
