import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from '../base/index.ts';

/**
 * Names a process so that it is never taken for another: ids are reused, and two containers count
 * theirs apart. `place` is machine and process namespace, `boot` the boot of the kernel, `start`
 * the ticks from boot to the start of the process (proc(5), field 22 of stat); the latter two are
 * `0` without /proc.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** 8 hex digits. */
  readonly place: string;
  /** 8 hex digits. */
  readonly boot: string;
  readonly start: string;
}

export function ownIdentity(): ProcessIdentity {
  const space = readOr(() => readlinkSync('/proc/self/ns/pid'), '0');
  const boot = readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim(), '0');
  return {
    pid: process.pid,
    place: shortHash(`${hostname()}\n${space}`),
    boot: shortHash(boot),
    start: processStat(process.pid)?.start ?? '0',
  };
}

/**
 * Whether the process is surely dead, as seen from `own`. In doubt it lives: one of another machine
 * or namespace, one that may not be looked at, and any whose id is in use where start times are
 * unknown.
 */
export function isSurelyDead(other: ProcessIdentity, own: ProcessIdentity): boolean {
  if (other.place !== own.place) return false;
  if (other.boot !== own.boot) return true;
  if (!hasProcess(other.pid)) return true;
  const found = processStat(other.pid);
  if (found === undefined || other.start === '0') return false;
  return found.state === 'Z' || found.start !== other.start;
}

/** State letter and start in ticks since boot; undefined when they cannot be known. */
function processStat(pid: number): { readonly state: string; readonly start: string } | undefined {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'latin1'), '');
  // The name of the program stands in parentheses and may hold anything, so fields are counted
  // behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}

/** Signal 0 only asks; a refusal for lack of permission means that the process is there. */
function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

function readOr(read: () => string, otherwise: string): string {
  try {
    return read();
  } catch {
    // No /proc, or hidden from this user: the caller then knows less and decides for the living.
    return otherwise;
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
