import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BufferPool } from '../../../engine/spill/buffer-pool.ts';
import { nodeSpillFs, type SpillFs } from '../../../engine/spill/index.ts';

/** A temporary directory, removed when the test ends: declare it with `using`. */
export class ScratchDirectory implements Disposable {
  readonly path: string;

  /** In memory nothing waits for a disk: for tests that put things on it thousands of times. */
  constructor(place: 'disk' | 'memory' = 'disk') {
    const root = place === 'memory' && fs.existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    this.path = fs.mkdtempSync(join(root, 'codefang-test-'));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Names of all files below it. */
  names(): string[] {
    const entries = fs.readdirSync(this.path, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  }

  /** Another directory with copies of some files, as a checkpoint keeps them. */
  copyOf(names: readonly string[]): ScratchDirectory {
    const copy = new ScratchDirectory();
    for (const name of names) fs.copyFileSync(this.file(name), copy.file(name));
    return copy;
  }

  [Symbol.dispose](): void {
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}

/** Numbers in [0, 1), the same for a seed on every machine. */
export function randomFrom(seed: number): () => number {
  let state = (seed ^ 0x5bd1e995) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function randomBelow(random: () => number, end: number): number {
  return Math.floor(random() * end);
}

export type FsCall = Exclude<keyof SpillFs, 'closeSync'> | 'closeSync';

/**
 * A file system whose n-th call (of those named, or of all) fails with a code; counts what it sees.
 */
export function failingFs(failAt: number, code: string, calls?: readonly FsCall[]): SpillFs & { seen: number } {
  const failing = { ...nodeSpillFs, seen: 0 };
  for (const name of Object.keys(nodeSpillFs) as FsCall[]) {
    if (calls !== undefined && !calls.includes(name)) continue;
    const real = nodeSpillFs[name] as (...words: unknown[]) => unknown;
    const wrapped = (...words: unknown[]): unknown => {
      failing.seen += 1;
      if (failing.seen - 1 !== failAt) return real(...words);
      // A refused close has closed the descriptor all the same, and a refused write may be a part
      // of it.
      if (name === 'closeSync') real(...words);
      if (name === 'writeSync') real(words[0], words[1], words[2], Math.min(7, words[3] as number), words[4]);
      throw Object.assign(new Error(`${code}: injected`), { code });
    };
    Object.assign(failing, { [name]: wrapped });
  }
  return failing;
}

/** How many descriptors the process has open; undefined where the system does not tell. */
export function openDescriptorCount(): number | undefined {
  return fs.existsSync('/proc/self/fd') ? fs.readdirSync('/proc/self/fd').length : undefined;
}

/** How many buffers of a pool were not given back: as many as it has to make when all are asked for. */
export function lentCount(pool: BufferPool): number {
  const made = pool.bytes / pool.bytesEach;
  const taken = Array.from({ length: made }, () => pool.take());
  const lent = pool.bytes / pool.bytesEach - made;
  for (const buffer of taken) pool.give(buffer);
  return lent;
}
