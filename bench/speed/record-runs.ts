import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine } from './machine.ts';
import type { ProcessFigures } from './measure-process.ts';
import { median, scatter } from './statistics.ts';

/** Prints medians and writes the raw figures to `bench/runs/`, with the machine and the head they are of, if any. */
export function recordRuns(
  kind: string,
  repository: string | undefined,
  figures: ReadonlyMap<string, readonly ProcessFigures[]>,
): void {
  for (const [name, runs] of figures) {
    const wall = runs.map((run) => run.wallSeconds);
    const cpu = median(runs.map((run) => run.cpuSeconds));
    const peak = median(runs.map((run) => run.peakBytes)) / 2 ** 20;
    const spread = `±${Math.round(scatter(wall) * 100)} %`;
    const line = `${median(wall).toFixed(2)} s ${spread}, CPU ${cpu.toFixed(2)} s, ${peak.toFixed(0)} MiB`;
    process.stdout.write(`${name.padEnd(28)} ${line}\n`);
  }
  const now = new Date().toISOString();
  const folder = fileURLToPath(new URL('../../../bench/runs/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${now.slice(0, 19).replaceAll(':', '')}-${kind}.json`);
  const machine = describeMachine();
  // Where a repository lies is nobody's business; what it holds is.
  const head = repository === undefined ? 'generated' : headOf(repository);
  const record = { kind, at: now, head, machine, runs: Object.fromEntries(figures) };
  writeFileSync(path, `${JSON.stringify(record, undefined, 1)}\n`);
  process.stdout.write(`raw figures: ${path}\n`);
}

function headOf(repository: string): string {
  return execFileSync('git', ['-C', repository, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
}

/** Median wall time of a subject, in seconds. */
export function wallOf(figures: ReadonlyMap<string, readonly ProcessFigures[]>, name: string): number {
  return median((figures.get(name) ?? []).map((run) => run.wallSeconds));
}

export function printRatio(what: string, ratio: number, wanted: string): void {
  process.stdout.write(`${what.padEnd(48)} ${ratio.toFixed(2)}   (${wanted})\n`);
}
