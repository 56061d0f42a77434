import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the chunk log and the kernel say of one run; bytes, and bytes per commit. */
export interface MeasuredRun {
  readonly peakBytes: number;
  readonly cpuSeconds: number;
  readonly commits: number;
  /** The most that each account held at the end of a chunk. */
  readonly accounts: Readonly<Record<string, number>>;
  readonly workingPerCommit: number;
  readonly aggregatePerCommit: number;
  readonly payloadPerCommit: number;
  /** By how much the peak rose behind the last chunk, while the report was written. */
  readonly reportBytes: number;
}

/** Runs the program as it ships on a repository, without a checkpoint. @throws Error when the run fails */
export function measureRun(repository: string, flags: readonly string[]): MeasuredRun {
  const folder = mkdtempSync(join(tmpdir(), 'codefang-costs-'));
  try {
    const log = join(folder, 'log.ndjson');
    const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
    const own = ['run', '--no-resume', '--quiet', '--log-file', log, '--state-dir', join(folder, 'state')];
    const output = ['--format', 'json', '--output', join(folder, 'report.json')];
    const times = join(folder, 'times.json');
    const hookFile = join(folder, 'times.cjs');
    const write = `require('fs').writeFileSync(${JSON.stringify(times)}, JSON.stringify(process.cpuUsage()))`;
    writeFileSync(hookFile, `process.on('exit', () => ${write});\n`);
    const words = ['--require', hookFile, main, ...own, ...output, ...flags, repository];
    const { status, stderr } = spawnSync(process.execPath, words);
    if (status !== 0)
      throw new Error(`Cannot measure a run of ${repository}: it ended with ${status}\n${stderr.toString()}`);
    const { user, system } = JSON.parse(readFileSync(times, 'utf8')) as NodeJS.CpuUsage;
    return { ...readLog(log), cpuSeconds: (user + system) / 1e6 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface ChunkLine {
  readonly event: string;
  readonly commits: number;
  readonly rss_peak_bytes: number;
  readonly growth_per_commit_bytes: number;
  readonly aggregate_growth_bytes: number;
  readonly payload_per_commit_bytes: number;
  readonly accounts: Readonly<Record<string, number>>;
}

function readLog(path: string): Omit<MeasuredRun, 'cpuSeconds'> {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as ChunkLine);
  const chunks = events.filter(({ event }) => event === 'chunk_finished');
  const finished = events.find(({ event }) => event === 'run_finished')!;
  const commits = chunks.reduce((sum, chunk) => sum + chunk.commits, 0);
  const perCommit = (of: (chunk: ChunkLine) => number): number =>
    Math.round(chunks.reduce((sum, chunk) => sum + of(chunk) * chunk.commits, 0) / Math.max(1, commits));
  const accounts: Record<string, number> = {};
  for (const chunk of chunks) {
    for (const [name, bytes] of Object.entries(chunk.accounts)) accounts[name] = Math.max(accounts[name] ?? 0, bytes);
  }
  return {
    peakBytes: finished.rss_peak_bytes,
    commits,
    accounts,
    workingPerCommit: perCommit((chunk) => chunk.growth_per_commit_bytes),
    aggregatePerCommit: perCommit((chunk) => chunk.aggregate_growth_bytes),
    payloadPerCommit: perCommit((chunk) => chunk.payload_per_commit_bytes),
    reportBytes: finished.rss_peak_bytes - Math.max(0, ...chunks.map((chunk) => chunk.rss_peak_bytes)),
  };
}
