import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface ProcessFigures {
  readonly wallSeconds: number;
  /** User and system time of all threads; NaN without `/proc`. */
  readonly cpuSeconds: number;
  /** VmHWM, the largest resident size; NaN without `/proc`. */
  readonly peakBytes: number;
}

const pollMs = 20;
/** Linux counts processor time in these, whatever the kernel's own tick (proc(5), sysconf(3)). */
const clockTicksPerSecond = 100;

/**
 * Runs a program to its end, its output thrown away, and measures it from outside. Peak and CPU
 * time are polled and only ever grow, so what is missed is the last 20 ms.
 *
 * @throws Error when the program ends with another code than 0
 */
export async function measureProcess(program: string, args: readonly string[]): Promise<ProcessFigures> {
  const sink = openSync('/dev/null', 'w');
  const startedAt = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', sink, 'pipe'] });
  closeSync(sink);
  let complaint = '';
  child.stderr!.on('data', (bytes: Buffer) => (complaint = (complaint + bytes).slice(-2000)));
  let figures = { cpuSeconds: Number.NaN, peakBytes: Number.NaN };
  const timer = setInterval(() => (figures = readFigures(child.pid) ?? figures), pollMs);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => clearInterval(timer));
  const wallSeconds = (performance.now() - startedAt) / 1000;
  if (code !== 0) {
    throw new Error(`Cannot measure ${program} ${args.join(' ')}: it ended with ${code}\n${complaint}`);
  }
  return { wallSeconds, ...figures };
}

/** Undefined when the process has ended, or the system has no `/proc`. */
function readFigures(pid: number | undefined): Omit<ProcessFigures, 'wallSeconds'> | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
    if (peak === undefined) return undefined;
    // The name in brackets may hold spaces; user and system time are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { cpuSeconds: ticks / clockTicksPerSecond, peakBytes: Number(peak) * 1024 };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
