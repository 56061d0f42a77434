import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GroupOutcome } from './memory-limit.ts';

type Version = 1 | 2;

/** A dead process leaves its group a moment after it was waited for. */
const removeTries = 100;
const removePauseMs = 20;

/**
 * A fresh control group of the kernel with a limit of memory and none of swap.
 * OWNS its folder below `/sys/fs/cgroup`: call `remove()`.
 */
export class ControlGroup {
  static #count = 0;
  readonly #path: string;
  readonly #version: Version;

  private constructor(path: string, version: Version) {
    this.#path = path;
    this.#version = version;
  }

  /** @throws Error when groups of this version cannot be made here; see `findGroupParent` */
  static create(version: Version, limitBytes: number): ControlGroup {
    const parent = findGroupParent(version);
    if (parent === undefined) throw new Error(`Cannot make a control group of version ${version} here`);
    return ControlGroup.#makeIn(parent, version, limitBytes);
  }

  static #makeIn(parent: string, version: Version, limitBytes: number): ControlGroup {
    ControlGroup.#count += 1;
    const path = join(parent, `codefang-budget-${process.pid}-${ControlGroup.#count}`);
    mkdirSync(path);
    try {
      setLimit(path, version, limitBytes);
    } catch (error) {
      rmdirSync(path);
      throw error;
    }
    return new ControlGroup(path, version);
  }

  /** Whether a group with a limit can be made below a folder. */
  static works(parent: string, version: Version): boolean {
    try {
      const group = ControlGroup.#makeIn(parent, version, 64 * 1024 * 1024);
      rmdirSync(group.#path);
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error) return false;
      throw error;
    }
  }

  /** A command that joins the group and then becomes the given one, under the same process id. */
  enter(program: string, args: readonly string[]): { program: string; args: readonly string[] } {
    const script = 'echo $$ > "$1/cgroup.procs" && shift && exec "$@"';
    return { program: 'sh', args: ['-c', script, 'sh', this.#path, program, ...args] };
  }

  processIds(): readonly number[] {
    const ids = readFileSync(join(this.#path, 'cgroup.procs'), 'latin1').split('\n');
    return ids.filter((id) => id !== '').map(Number);
  }

  outcome(): GroupOutcome {
    const events = this.#version === 2 ? 'memory.events' : 'memory.oom_control';
    const peak = this.#version === 2 ? 'memory.peak' : 'memory.max_usage_in_bytes';
    const kills = /^oom_kill (\d+)$/m.exec(this.#read(events) ?? '')?.[1];
    const peakBytes = this.#read(peak);
    return {
      oomKills: kills === undefined ? null : Number(kills),
      groupPeakBytes: peakBytes === undefined ? null : Number(peakBytes),
    };
  }

  async remove(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        rmdirSync(this.#path);
        return;
      } catch (error) {
        const isBusy = error instanceof Error && 'code' in error && error.code === 'EBUSY';
        if (!isBusy || attempt === removeTries) throw error;
        await sleep(removePauseMs);
      }
    }
  }

  /** Undefined when this kernel does not have the file. */
  #read(name: string): string | undefined {
    try {
      return readFileSync(join(this.#path, name), 'latin1').trim();
    } catch (error) {
      if (error instanceof Error && 'code' in error) return undefined;
      throw error;
    }
  }
}

const parents = new Map<Version, string | undefined>();

/** Where groups with a limit of memory can be made: the mount, else our own group in it. */
export function findGroupParent(version: Version): string | undefined {
  if (!parents.has(version)) {
    const places = mountsOf(version).flatMap((mount) => [mount, join(mount, ownGroup(version))]);
    parents.set(
      version,
      places.find((place) => ControlGroup.works(place, version)),
    );
  }
  return parents.get(version);
}

function setLimit(path: string, version: Version, limitBytes: number): void {
  if (version === 2) {
    writeExisting(join(path, 'memory.max'), limitBytes);
    writeIfThere(join(path, 'memory.swap.max'), 0);
  } else {
    writeExisting(join(path, 'memory.limit_in_bytes'), limitBytes);
    writeIfThere(join(path, 'memory.memsw.limit_in_bytes'), limitBytes);
  }
}

/** Opened without creating: a missing file of a group means that the controller is not there. */
function writeExisting(path: string, value: number): void {
  writeFileSync(path, String(value), { flag: 'r+' });
}

function writeIfThere(path: string, value: number): void {
  try {
    writeExisting(path, value);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

function mountsOf(version: Version): readonly string[] {
  const wanted = version === 2 ? / - cgroup2 / : / - cgroup .*\bmemory\b/;
  const mounts = linesOf('/proc/self/mountinfo').filter((line) => wanted.test(line));
  return mounts.map((line) => line.split(' ')[4]!);
}

function ownGroup(version: Version): string {
  const wanted = version === 2 ? /^0::(.*)$/ : /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/;
  for (const line of linesOf('/proc/self/cgroup')) {
    const path = wanted.exec(line)?.[1];
    if (path !== undefined) return path;
  }
  return '/';
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'latin1').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
