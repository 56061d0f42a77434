import { readFileSync } from 'node:fs';

const pollMs = 10;

/**
 * VmHWM of a process that is not ours, in bytes: polled, and the kernel's own high-water mark, so
 * only what happened after the last reading is missed. 0 where there is no `/proc`.
 */
export class PeakWatch {
  readonly #pid: number | 'self';
  readonly #timer: NodeJS.Timeout;
  #peakBytes = 0;

  constructor(pid: number | 'self') {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#read(), pollMs);
    this.#timer.unref();
    this.#read();
  }

  /** Ends the watch; the answer is the peak. */
  stop(): number {
    this.#read();
    clearInterval(this.#timer);
    return this.#peakBytes;
  }

  #read(): void {
    this.#peakBytes = Math.max(this.#peakBytes, peakBytesOf(this.#pid) ?? 0);
  }
}

/** Undefined when the process has ended, or the system has no `/proc`. */
export function peakBytesOf(pid: number | 'self'): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
