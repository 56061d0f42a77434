import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GroupOutcome, type LimitedCommand, type Rung, underLimit } from './memory-limit.ts';
import { ProcessWatch } from './process-watch.ts';

export interface MeasureOptions {
  readonly rung: Rung;
  /** 0 is no limit. */
  readonly limitBytes: number;
  /** Words behind the name of Node. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Takes the output; default it is thrown away. */
  readonly onOutput?: (bytes: Buffer) => void;
  /** The process is killed then. */
  readonly timeoutSeconds?: number;
}

export interface Measured extends GroupOutcome {
  readonly rung: Rung;
  readonly limitBytes: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  /** Largest resident size of the process and its children together. */
  readonly peakBytes: number;
  /** Whether the process itself wrote it at its end; otherwise the last 8 ms may be missing. */
  readonly isPeakExact: boolean;
  readonly processCountMax: number;
  readonly wallSeconds: number;
  /** Of a killed process the last 200 ms may be missing. */
  readonly userSeconds: number;
  readonly systemSeconds: number;
  readonly errorText: string;
}

interface ExitFigures {
  readonly pid: number;
  readonly peakBytes: number;
  readonly userSeconds: number;
  readonly systemSeconds: number;
}

const errorTextMax = 8000;
const timeoutSecondsUsual = 3600;

/** Runs Node under a limit of memory and tells how that went; never fails because the run does. */
export async function measureRun(options: MeasureOptions): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'codefang-peak-'));
  const peakFile = join(folder, 'peak.ndjson');
  const command = underLimit(options.rung, options.limitBytes, process.execPath, options.args);
  try {
    return await runAndWatch(command, options, peakFile);
  } finally {
    await command.close();
    rmSync(folder, { recursive: true });
  }
}

async function runAndWatch(command: LimitedCommand, options: MeasureOptions, peakFile: string): Promise<Measured> {
  const startedAt = performance.now();
  const child = spawn(command.program, command.args, {
    stdio: ['ignore', options.onOutput === undefined ? 'ignore' : 'pipe', 'pipe'],
    env: { ...options.environment, ...hookEnvironment(peakFile) },
  });
  let errorText = '';
  child.stderr!.on('data', (bytes: Buffer) => (errorText = (errorText + bytes).slice(-errorTextMax)));
  if (options.onOutput !== undefined) child.stdout!.on('data', options.onOutput);
  let timedOut = false;
  const deadline = setTimeout(
    () => (timedOut = child.kill('SIGKILL')),
    (options.timeoutSeconds ?? timeoutSecondsUsual) * 1000,
  );
  const watch = new ProcessWatch(child.pid!, command.processIds);
  const [exitCode, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, name) => resolve([code, name]));
  }).finally(() => {
    clearTimeout(deadline);
    watch.stop();
  });
  const wallSeconds = (performance.now() - startedAt) / 1000;
  const atExit = readExit(peakFile);
  const own = atExit.find(({ pid }) => pid === child.pid);
  return {
    rung: command.rung,
    limitBytes: options.limitBytes,
    exitCode,
    signal,
    timedOut,
    peakBytes: Math.max(watch.treePeakBytes, ...atExit.map(({ peakBytes }) => peakBytes)),
    isPeakExact: own !== undefined,
    processCountMax: watch.processCountMax,
    wallSeconds,
    userSeconds: Math.max(watch.userSeconds, sum(atExit.map(({ userSeconds }) => userSeconds))),
    systemSeconds: Math.max(watch.systemSeconds, sum(atExit.map(({ systemSeconds }) => systemSeconds))),
    ...command.outcome(),
    errorText,
  };
}

/** Also reaches a process that ours starts itself anew. */
function hookEnvironment(peakFile: string): Record<string, string> {
  const hook = fileURLToPath(new URL('./record-peak.js', import.meta.url));
  return { NODE_OPTIONS: `--import="${hook}"`, PEAK_RECORD_FILE: peakFile };
}

function readExit(path: string): readonly ExitFigures[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as ExitFigures);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
