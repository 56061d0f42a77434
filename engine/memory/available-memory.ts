/**
 * How much memory this process may count on: the machine's, or less where a control group says so.
 *
 *   version 2   "0::/a/b" in /proc/self/cgroup, memory.max in the group and in each group above it
 *   version 1   "4:memory:/a/b", memory.limit_in_bytes likewise
 *
 * A container often shows the host's path while its own group is mounted as the root; walking up
 * reaches that root, so both cases are one. Groups that are not visible say nothing.
 */
import { totalmem } from 'node:os';
import { readKernelFile } from './kernel-file.ts';

/** Where to look; the defaults are those of Linux. Other roots are for tests. */
export interface MemorySources {
  readonly processGroupFile?: string;
  /** Places where control groups are usually mounted. */
  readonly groupRoot?: string;
  readonly machineBytes?: number;
}

/** Bytes that this process may count on, threads and children included. */
export function availableMemoryBytes(sources: MemorySources = {}): number {
  const groupFile = sources.processGroupFile ?? '/proc/self/cgroup';
  const root = sources.groupRoot ?? '/sys/fs/cgroup';
  let available = sources.machineBytes ?? totalmem();
  for (const line of readKernelFile(groupFile).toString('utf8').split('\n')) {
    const found = /^\d+:([^:]*):(.*)$/.exec(line);
    if (found === null) continue;
    const controllers = (found[1] ?? '').split(',');
    const path = found[2] ?? '';
    if (controllers.includes('memory')) {
      available = lowestLimit(`${root}/memory`, path, 'memory.limit_in_bytes', available);
    } else if (controllers[0] === '') {
      available = lowestLimit(root, path, 'memory.max', available);
      available = lowestLimit(`${root}/unified`, path, 'memory.max', available);
    }
  }
  return available;
}

/** The lowest limit of a group and all groups above it, at most `least`. */
function lowestLimit(mount: string, group: string, file: string, least: number): number {
  // ".." leads out of what a container may see: the mount itself is then the nearest group.
  const names = group.split('/').filter((name) => name !== '' && name !== '..');
  let lowest = least;
  for (let depth = names.length; depth >= 0; depth -= 1) {
    const path = [mount, ...names.slice(0, depth), file].join('/');
    const limit = limitFrom(readKernelFile(path).toString('latin1').trim());
    if (limit < lowest) lowest = limit;
  }
  return lowest;
}

/** "max" means none, and so does the huge number of version 1, by being larger than any machine. */
function limitFrom(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
}
