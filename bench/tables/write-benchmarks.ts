import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { benchmarksDocument } from './benchmarks-document.ts';
import { readRawRuns } from './raw-runs.ts';
import { runTables } from './run-tables.ts';

/** `node dist/bench/tables/write-benchmarks.js`: writes the tables of all raw runs into BENCHMARKS.md. */
const path = fileURLToPath(new URL('../../../BENCHMARKS.md', import.meta.url));
const tables = runTables(readRawRuns(fileURLToPath(new URL('../../../bench/runs/', import.meta.url))));
writeFileSync(path, benchmarksDocument(readFileSync(path, 'utf8'), tables));
