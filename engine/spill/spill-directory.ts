import { randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../base/index.ts';
import type { SpillCleaner } from './cleanup-guard.ts';
import type { FrameBuffers } from './frame.ts';
import { ioFailure } from './io-failure.ts';
import { isSurelyDead, ownIdentity, type ProcessIdentity } from './process-identity.ts';
import { attempt } from './spill-file.ts';
import { SpillFiles } from './spill-files.ts';
import { nodeSpillFs, type SpillFs } from './spill-fs.ts';

export interface SpillDirectoryOptions {
  /** Where spill directories are made, usually the system's temporary directory. */
  readonly root: string;
  readonly fs?: SpillFs;
  readonly buffers?: FrameBuffers;
}

/**
 * The directory of one run's spill files:
 *
 *   codefang-spill-<pid>-<place and boot, 16 hex digits>-<start time>-<random, 8 hex digits>
 *
 * The name identifies its maker, so that the next run can sweep what a killed one left. Nothing is
 * made until `files` is first asked for, so the directory can be registered for clean-up before it
 * exists.
 */
export class SpillDirectory implements SpillCleaner {
  readonly path: string;
  readonly #fs: SpillFs;
  readonly #buffers: FrameBuffers | undefined;
  #files: SpillFiles | undefined;
  #isRemoved = false;

  constructor(options: SpillDirectoryOptions) {
    this.path = join(options.root, nameOf(ownIdentity(), randomBytes(4).toString('hex')));
    this.#fs = options.fs ?? nodeSpillFs;
    this.#buffers = options.buffers;
  }

  /** The store of its runs and segments; makes the directory. @throws {CodefangError} IO */
  get files(): SpillFiles {
    if (this.#isRemoved) throw ioFailure('use', this.path, 'it was removed');
    this.#files ??= new SpillFiles({
      path: this.path,
      fs: this.#fs,
      ...(this.#buffers === undefined ? {} : { buffers: this.#buffers }),
    });
    return this.#files;
  }

  /** The path of a file of its own name in the directory, which is made. */
  file(name: string): string {
    return join(this.files.path, name);
  }

  /** Removes the directory with all in it. Idempotent. @throws {CodefangError} IO */
  remove(): void {
    if (this.#files !== undefined) attempt('remove', this.path, () => this.#fs.removeTreeSync(this.path));
    this.#files = undefined;
    this.#isRemoved = true;
  }

  cleanupSpills(): void {
    this.remove();
  }
}

export interface SpillSweep {
  /** Paths that were removed. */
  readonly removed: readonly string[];
  /** Why others could not be; they do no harm but take space. */
  readonly failures: readonly unknown[];
}

/**
 * Removes the spill directories below `root` whose process is surely dead. Those of other users,
 * other machines and other process namespaces are left alone: nothing here can show that they are
 * dead.
 */
export function sweepDeadSpills(root: string, fs: SpillFs = nodeSpillFs): SpillSweep {
  const own = ownIdentity();
  const removed: string[] = [];
  const failures: unknown[] = [];
  for (const name of attempt('list', root, () => namesIn(root))) {
    const maker = identityOf(name);
    const path = join(root, name);
    if (maker === undefined || !isSurelyDead(maker, own)) continue;
    try {
      if (!isOwnDirectory(path)) continue;
      attempt('remove', path, () => fs.removeTreeSync(path));
      removed.push(path);
    } catch (failure) {
      failures.push(failure);
    }
  }
  return { removed, failures };
}

function nameOf(maker: ProcessIdentity, random: string): string {
  return `codefang-spill-${maker.pid}-${maker.place}${maker.boot}-${maker.start}-${random}`;
}

function identityOf(name: string): ProcessIdentity | undefined {
  const found = /^codefang-spill-(\d{1,10})-([0-9a-f]{8})([0-9a-f]{8})-(\d{1,20})-[0-9a-f]{8}$/.exec(name);
  if (found === null) return undefined;
  return {
    pid: Number(found[1]),
    place: found[2] ?? '',
    boot: found[3] ?? '',
    start: found[4] ?? '0',
  };
}

/** A link or a directory of another user may bear the name as well. */
function isOwnDirectory(path: string): boolean {
  const stat = lstatSync(path);
  return stat.isDirectory() && (process.getuid === undefined || stat.uid === process.getuid());
}
