/**
 * Writes one table of 256 partitions through the Parquet writer as a run does (checks, digest, row groups, a file
 * that is renamed at the end) and tells the memory that it took.
 *
 *   node dist/bench/report/parquet-memory.js DIR [--rows 10000000,100000000]
 *
 * Each size is a process of its own. `idle` is the resident memory before the first row, with everything loaded;
 * the peak is VmHWM at the end. The files stay in DIR.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { fileURLToPath } from 'node:url';
import type { Cell, Column, Section } from '../../engine/index.ts';
import { findReportFormat, openOutput, plainPaint, type ReportHead, writeReport } from '../../engine/index.ts';

const partitions = 256;
const people = 500;

const columns: readonly Column[] = [
  { name: 'path', type: 'string' },
  { name: 'tick', type: 'int' },
  { name: 'at', type: 'time' },
  { name: 'author', type: 'string' },
  { name: 'lines', type: 'int', unit: 'lines' },
  { name: 'share', type: 'float' },
  { name: 'is_merge', type: 'boolean' },
];

const head: ReportHead = {
  schema: 'codefang.report.v1',
  tool: { name: 'codefang', version: '0.0.0' },
  repository: { head: '0'.repeat(40), object_format: 'sha1' },
  options: {},
  history: {},
  completeness: { complete: true },
};

const days: readonly string[] = Array.from({ length: 7001 }, (_, day) =>
  new Date(1.2e12 + day * 86_400_000).toISOString().replace('.000', ''),
);

if (process.argv[3] === '--worker') await writeOnce(process.argv[2]!, Number(process.argv[4]));
else compare(process.argv[2], process.argv[4] ?? '10000000,100000000');

function compare(folder: string | undefined, sizes: string): void {
  if (folder === undefined) throw new Error('Cannot write: no folder is named, expected parquet-memory.js DIR');
  for (const rows of sizes.split(',')) {
    const worker = [fileURLToPath(import.meta.url), folder, '--worker', rows];
    const { status } = spawnSync(process.execPath, worker, { stdio: 'inherit' });
    if (status !== 0) throw new Error(`Cannot write ${rows} rows: the process ended with ${status}`);
  }
}

async function writeOnce(folder: string, rowCount: number): Promise<void> {
  // As the program does before anything else.
  setFlagsFromString('--semi-space-growth-factor=1');
  const format = findReportFormat('parquet');
  await format.prepare?.();
  const path = join(folder, `rows-${rowCount}.parquet`);
  const table = 'bench/rows:partitioned';
  const output = openOutput(format, { path, table });
  const writer = format.create(output, { table, widthMax: 80, paint: plainPaint });
  const section: Section = { name: 'partitioned', title: 'Rows', shape: 'table', columns, rows: rowsOf(rowCount) };
  const idleKiB = statusKiB('VmRSS');
  writeReport(head, [{ id: 'bench/rows', sections: [section] }], writer, output);
  const peakKiB = statusKiB('VmHWM');
  const { user, system } = process.cpuUsage();
  const shown = [
    `rows ${rowCount}`,
    `idle ${mebibytes(idleKiB)}`,
    `peak ${mebibytes(peakKiB)}`,
    `above idle ${mebibytes(peakKiB - idleKiB)}`,
    `file ${mebibytes(statSync(path).size / 1024)}`,
    `cpu ${Math.round((user + system) / 1e6)} s`,
  ];
  process.stdout.write(`${shown.join(', ')}\n`);
}

/** Sorted by partition, as analyzers give their rows; one in 16 cells of a column is null. */
function* rowsOf(rowCount: number): Generator<readonly Cell[]> {
  const perPartition = Math.ceil(rowCount / partitions);
  const row: Cell[] = [];
  let seed = 1;
  for (let at = 0; at < rowCount; at += 1) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const tick = Math.floor(((at % perPartition) * 7000) / perPartition);
    row[0] = `src/part-${String(Math.floor(at / perPartition)).padStart(3, '0')}/file.c`;
    row[1] = tick;
    row[2] = days[tick]!;
    row[3] = `Person ${seed % people}`;
    row[4] = seed % 16 === 0 ? null : seed >>> 20;
    row[5] = (seed >>> 8) / 2 ** 24;
    row[6] = (seed & 64) !== 0;
    yield row;
  }
}

function statusKiB(field: string): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(found?.[1]);
}

function mebibytes(kibibytes: number): string {
  return `${(kibibytes / 1024).toFixed(1)} MiB`;
}
