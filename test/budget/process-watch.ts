import { readdirSync, readFileSync } from 'node:fs';

const pollMs = 8;
/** All processes are looked through for children, and times are read, this seldom. */
const searchMs = 200;
/** Linux counts processor time in these, whatever the kernel's own tick (proc(5), sysconf(3)). */
const clockTicksPerSecond = 100;

/**
 * The memory of a process and of its children, polled from outside. The kernel's high-water mark only grows,
 * so of one process nothing but the last 8 ms is missed; a sum over several is a sample.
 */
export class ProcessWatch {
  readonly #root: number;
  readonly #processIds: () => readonly number[];
  readonly #timer: NodeJS.Timeout;
  #searchedAt = Number.NEGATIVE_INFINITY;
  #found: readonly number[] = [];
  /** VmHWM of the process itself. */
  peakBytes = 0;
  /** Largest sum over all its processes. */
  treePeakBytes = 0;
  processCountMax = 0;
  /** User and system time of the process, the newest reading. */
  userSeconds = 0;
  systemSeconds = 0;
  #timedAt = Number.NEGATIVE_INFINITY;

  /** @param processIds those of its group, where there is one */
  constructor(root: number, processIds?: () => readonly number[]) {
    this.#root = root;
    this.#processIds = processIds ?? (() => this.#search());
    this.#timer = setInterval(() => this.#poll(), pollMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.treePeakBytes = Math.max(this.treePeakBytes, this.peakBytes);
  }

  #poll(): void {
    let sum = 0;
    let count = 0;
    for (const pid of this.#processIds()) {
      const status = readProcess(pid, 'status');
      if (status === undefined) continue;
      count += 1;
      sum += figure(status, 'VmRSS');
      if (pid === this.#root) this.peakBytes = Math.max(this.peakBytes, figure(status, 'VmHWM'));
    }
    this.treePeakBytes = Math.max(this.treePeakBytes, sum);
    this.processCountMax = Math.max(this.processCountMax, count);
    if (performance.now() - this.#timedAt >= searchMs) this.#readTimes();
  }

  #readTimes(): void {
    this.#timedAt = performance.now();
    const stat = readProcess(this.#root, 'stat');
    if (stat === undefined) return;
    // The name in brackets may hold spaces; user and system time are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    this.userSeconds = Number(fields[11]) / clockTicksPerSecond;
    this.systemSeconds = Number(fields[12]) / clockTicksPerSecond;
  }

  /** The process and all below it. */
  #search(): readonly number[] {
    const now = performance.now();
    if (now - this.#searchedAt < searchMs) return this.#found;
    this.#searchedAt = now;
    const parents = new Map<number, number>();
    for (const name of readdirSync('/proc')) {
      if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(Number(name)));
    }
    const isBelow = (pid: number): boolean => {
      return pid === this.#root || (pid > 1 && isBelow(parents.get(pid) ?? 0));
    };
    this.#found = Array.from(parents.keys()).filter(isBelow);
    return this.#found;
  }
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readProcess(pid, 'status') ?? '')?.[1] ?? 0);
}

/** Undefined when the process has ended. */
function readProcess(pid: number, file: 'status' | 'stat'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function figure(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
}
