import { closeSync, existsSync, fstatSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Measured, measureRun } from './measure-run.ts';
import type { Rung } from './memory-limit.ts';

export interface CodefangRunOptions {
  readonly repository: string;
  readonly rung: Rung;
  /** Of the program, and of the kernel where the rung has a limit; 0 is none. */
  readonly budgetBytes: number;
  readonly workers: number;
  readonly analyzers?: string | undefined;
  /** More flags of `codefang run`; a format of another name than json leaves digest and gaps unread. */
  readonly flags?: readonly string[];
  /** Takes the report, which then is not read here. */
  readonly onOutput?: (bytes: Buffer) => void;
  readonly timeoutSeconds?: number;
}

/** A run, how it was bounded, what it took and what came out. */
export interface CodefangRun extends Measured {
  readonly budgetBytes: number;
  readonly workers: number;
  readonly digest: string | null;
  /** The digest at the end of the report itself, which must be the one of the log. */
  readonly reportDigest: string | null;
  readonly completeness: Readonly<Record<string, number | boolean>> | null;
  /** What the refusal names. */
  readonly smallestBytes: number | null;
  readonly commits: number;
  readonly chunks: number;
  readonly spilledBytes: number;
  readonly spillRuns: number;
  /** Resident bytes at the end of each chunk, by commits done. */
  readonly residentAt: readonly (readonly [commits: number, bytes: number])[];
}

/** `codefang run` as it ships, compiled, in a process of its own. */
export async function runCodefang(options: CodefangRunOptions): Promise<CodefangRun> {
  const folder = mkdtempSync(join(tmpdir(), 'codefang-run-'));
  const { onOutput } = options;
  try {
    const report = join(folder, 'report.json');
    const log = join(folder, 'log.ndjson');
    const measured = await measureRun({
      rung: options.rung,
      limitBytes: options.budgetBytes,
      args: [
        ...commandWords('run', options, folder),
        ...['--no-resume', '--quiet', '--log-file', log],
        ...['--spill-dir', join(folder, 'spill')],
        ...(onOutput === undefined ? ['--format', 'json', '--output', report] : []),
        ...(options.flags ?? []),
        options.repository,
      ],
      environment: plainEnvironment(folder),
      ...(onOutput === undefined ? {} : { onOutput }),
      ...(options.timeoutSeconds === undefined ? {} : { timeoutSeconds: options.timeoutSeconds }),
    });
    return {
      ...measured,
      budgetBytes: options.budgetBytes,
      workers: options.workers,
      ...readReport(report),
      smallestBytes: measured.exitCode === 3 ? smallestIn(measured.errorText) : null,
      ...readLog(log),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface CodefangPlan {
  readonly exitCode: number | null;
  readonly predictedPeakBytes: number | null;
  readonly smallestBytes: number | null;
  readonly text: string;
}

/** `codefang plan` of the same run. */
export async function planCodefang(options: CodefangRunOptions): Promise<CodefangPlan> {
  const folder = mkdtempSync(join(tmpdir(), 'codefang-plan-'));
  let text = '';
  try {
    const { exitCode, errorText } = await measureRun({
      rung: options.rung,
      limitBytes: options.budgetBytes,
      args: [...commandWords('plan', options, folder), options.repository],
      environment: plainEnvironment(folder),
      onOutput: (bytes) => (text += bytes.toString('utf8')),
    });
    return {
      exitCode,
      predictedPeakBytes: sizeIn(/^predicted peak\s+\D*?([\d.]+ ?(?:[KMG]i)?B)/m, text),
      smallestBytes: exitCode === 3 ? smallestIn(errorText) : null,
      text: text + errorText,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function commandWords(command: string, options: CodefangRunOptions, folder: string): readonly string[] {
  const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
  const { budgetBytes, workers, analyzers } = options;
  return [
    ...[main, command, '--state-dir', join(folder, 'state')],
    ...['--memory-budget', String(budgetBytes), '--workers', String(workers)],
    ...(analyzers === undefined ? [] : ['--analyzers', analyzers]),
  ];
}

/** Nothing of whoever runs this may change the run. */
function plainEnvironment(home: string): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: tmpdir() };
}

function smallestIn(text: string): number | null {
  return sizeIn(/--memory-budget ([\d.]+ ?(?:[KMG]i)?B)/, text);
}

const units: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

function sizeIn(pattern: RegExp, text: string): number | null {
  const size = pattern.exec(text)?.[1];
  if (size === undefined) return null;
  const [, number, unit] = /^([\d.]+) ?(\w+)$/.exec(size)!;
  return Number(number) * units[unit!]!;
}

type ReportFigures = Pick<CodefangRun, 'reportDigest' | 'completeness'>;

const reportEdgeBytes = 256 * 1024;

/** Only its two ends are read: a report may be larger than memory. */
function readReport(path: string): ReportFigures {
  if (!existsSync(path)) return { reportDigest: null, completeness: null };
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const gaps = /"completeness": ?(\{[^}]*\})/.exec(readAt(file, 0, reportEdgeBytes))?.[1];
    const end = readAt(file, Math.max(0, size - 512), 512);
    return {
      reportDigest: /"digest": ?"(sha256:[0-9a-f]{64})"/.exec(end)?.[1] ?? null,
      completeness: gaps === undefined ? null : (JSON.parse(gaps) as CodefangRun['completeness']),
    };
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, at: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes);
  return buffer.toString('latin1', 0, readSync(file, buffer, 0, bytes, at));
}

type LogFigures = Pick<CodefangRun, 'digest' | 'commits' | 'chunks' | 'spilledBytes' | 'spillRuns' | 'residentAt'>;

function readLog(path: string): LogFigures {
  const events = existsSync(path) ? parseLines(readFileSync(path, 'utf8')) : [];
  const chunks = events.filter(({ event }) => event === 'chunk_finished');
  const finished = events.find(({ event }) => event === 'run_finished');
  const total = (name: string): number => chunks.reduce((sum, chunk) => sum + Number(chunk[name] ?? 0), 0);
  return {
    digest: typeof finished?.['digest'] === 'string' ? finished['digest'] : null,
    commits: Number(finished?.['commits'] ?? 0),
    chunks: chunks.length,
    spilledBytes: total('spilled_bytes'),
    spillRuns: total('spill_runs'),
    residentAt: chunks.map((chunk) => [Number(chunk['end']), Number(chunk['rss_bytes'])]),
  };
}

interface LogEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A killed run may leave half a line at the end. */
function parseLines(text: string): readonly LogEvent[] {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as LogEvent]));
}
