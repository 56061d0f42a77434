/**
 * A bound on memory that the kernel keeps, whatever the process believes. The first rung that works here is
 * taken, and named in every result:
 *
 *   cgroup-v2      memory.max of a fresh group, swap 0
 *   cgroup-v1      memory.limit_in_bytes of a fresh group, with swap where that is counted
 *   systemd-run    a scope with MemoryMax, of the user or of the system
 *   rlimit-data    private writable memory; a few MiB above what the resident set may hold. Node 20 and 22
 *   none           nothing is enforced, the high-water mark alone tells
 *
 * A group counts what it touched first: pages of files that others hold warm are not on its bill. So the
 * high-water mark of the process, VmHWM, is judged in every rung as well.
 */
import { spawnSync } from 'node:child_process';
import { ControlGroup, findGroupParent } from './control-group.ts';

export type Rung = 'cgroup-v2' | 'cgroup-v1' | 'systemd-run' | 'rlimit-data' | 'none';

/** One command under a limit. */
export interface LimitedCommand {
  readonly rung: Rung;
  readonly program: string;
  readonly args: readonly string[];
  /** Processes inside, where the rung knows them. */
  readonly processIds?: () => readonly number[];
  /** What the group saw; null where the rung cannot tell. To be asked before `close`. */
  readonly outcome: () => GroupOutcome;
  readonly close: () => Promise<void>;
}

export interface GroupOutcome {
  readonly oomKills: number | null;
  /** Page cache included: it touches the limit without harm. */
  readonly groupPeakBytes: number | null;
}

const unknownOutcome: GroupOutcome = { oomKills: null, groupPeakBytes: null };

/** The rungs that work here, best first; the last one is always there. */
export function workingRungs(): readonly Rung[] {
  const rungs: Rung[] = [];
  if (findGroupParent(2) !== undefined) rungs.push('cgroup-v2');
  if (findGroupParent(1) !== undefined) rungs.push('cgroup-v1');
  if (systemdWords() !== undefined) rungs.push('systemd-run');
  if (canLimitData()) rungs.push('rlimit-data');
  return [...rungs, 'none'];
}

/** Puts a command under `limitBytes` by a rung; 0 bytes are no limit, by no rung. */
export function underLimit(rung: Rung, limitBytes: number, program: string, args: readonly string[]): LimitedCommand {
  const free = { program, args, outcome: () => unknownOutcome, close: async () => {} };
  if (limitBytes === 0 || rung === 'none') return { ...free, rung: 'none' };
  if (rung === 'rlimit-data') return { ...free, rung, ...underDataLimit(limitBytes, program, args) };
  if (rung === 'systemd-run') {
    const bounds = ['-p', `MemoryMax=${limitBytes}`, '-p', 'MemorySwapMax=0', '--'];
    const words = [...systemdWords()!, ...bounds, program, ...args];
    return { ...free, rung, program: 'systemd-run', args: words };
  }
  const group = ControlGroup.create(rung === 'cgroup-v2' ? 2 : 1, limitBytes);
  return {
    rung,
    ...group.enter(program, args),
    processIds: () => group.processIds(),
    outcome: () => group.outcome(),
    close: () => group.remove(),
  };
}

function systemdWords(): readonly string[] | undefined {
  const scope = ['--scope', '--quiet', '-p', 'MemorySwapMax=0'];
  const choices = [['--user', ...scope], scope];
  return choices.find((words) => {
    const tried = spawnSync('systemd-run', [...words, '-p', 'MemoryMax=512M', '--', 'true'], {
      stdio: 'ignore',
      timeout: 5000,
    });
    return tried.status === 0;
  });
}

function canLimitData(): boolean {
  const major = Number(process.versions.node.split('.')[0]);
  // From 24 on the code range is reserved writable: the figure says nothing about what is resident.
  return process.platform === 'linux' && major < 24 && bareDataBytes() !== undefined;
}

function underDataLimit(
  limitBytes: number,
  program: string,
  args: readonly string[],
): Pick<LimitedCommand, 'program' | 'args'> {
  const kibibytes = Math.ceil((limitBytes + (bareDataBytes() ?? 0)) / 1024);
  const words = ['-c', 'ulimit -d "$1" && shift && exec "$@"', 'sh', String(kibibytes)];
  return { program: 'sh', args: [...words, program, ...args] };
}

/** Data that a bare Node reserves and does not hold. */
function bareDataBytes(): number | undefined {
  const script = "process.stdout.write(require('fs').readFileSync('/proc/self/status', 'latin1'))";
  const { status, stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'latin1' });
  const figure = (name: string): number => {
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(stdout)?.[1]) * 1024;
  };
  const bytes = figure('VmData') - figure('RssAnon');
  return status === 0 && bytes > 0 ? bytes : undefined;
}
