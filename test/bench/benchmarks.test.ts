import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { benchmarksDocument } from '../../bench/tables/benchmarks-document.ts';
import { readRawRuns } from '../../bench/tables/raw-runs.ts';
import { runTables } from '../../bench/tables/run-tables.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test('BENCHMARKS.md shows the raw runs of bench/runs (node dist/bench/tables/write-benchmarks.js)', () => {
  const document = readFileSync(`${root}BENCHMARKS.md`, 'utf8');
  expect(document).toBe(benchmarksDocument(document, runTables(readRawRuns(`${root}bench/runs`))));
});

test('benchmarksDocument() refuses a document without marks', () => {
  expect(() => benchmarksDocument('# Benchmarks\n', '')).toThrow(/marks are missing/);
});
