import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { assert } from '../base/index.ts';
import type { SpillCleaner } from './cleanup-guard.ts';
import { FrameBuffers } from './frame.ts';
import { closeAndDiscard, discardFile, publishFile, temporaryName } from './publish.ts';
import { attempt, SpillFile } from './spill-file.ts';
import { nodeSpillFs, type SpillFs } from './spill-fs.ts';

/** Tables hold O(log n) runs and part stores a few segments each; far above what a run has. */
const fileCountMax = 65_536;

/**
 * Where tables and part stores keep their files. Names are the store's own, paths are not for
 * manifests.
 */
export interface SortedRunStore {
  readonly buffers: FrameBuffers;
  /**
   * Opens a new file under a temporary name: `<stem>-<token>-<number>.<kind>` once it is published.
   */
  begin(stem: string, kind: 'run' | 'seg'): PendingFile;
  /**
   * Opens a published file for reading. @throws {CodefangError} STATE when it is missing, else IO
   */
  open(name: string): SpillFile;
  /** Takes over a file that a manifest names. */
  adopt(name: string): void;
  /** Says that a published file grew. */
  grew(name: string): void;
  /** Removes a file that its owner needs no more; a checkpoint that refers to it has a link or a copy of its own. */
  release(name: string): void;
}

/** A file that has no final name yet. Ends with `publish` or `abandon`; its owner closes `file`. */
export interface PendingFile {
  readonly name: string;
  readonly file: SpillFile;
  /** Gives it its name. @throws {CodefangError} IO, and nothing of it is left */
  publish(): void;
  /** Closes and removes it because of a failure, which is thrown on. */
  abandon(failure: unknown): never;
}

export interface SpillFilesOptions {
  /** The directory; made when it is not there. */
  readonly path: string;
  readonly fs?: SpillFs;
  readonly buffers?: FrameBuffers;
}

/**
 * The run and segment files of one directory.
 *
 *   begin ──publish──► live ──release──► removed
 *
 * Names hold a random token, so processes that share a directory never meet. Nothing is synced here: spilled runs die
 * with the process. A checkpoint links or copies the files that it names and syncs those that `isUnsynced`.
 */
export class SpillFiles implements SortedRunStore, SpillCleaner {
  readonly path: string;
  readonly buffers: FrameBuffers;
  readonly #fs: SpillFs;
  readonly #token: string = randomBytes(4).toString('hex');
  #nextNumber = 0;
  readonly #pending = new Set<string>();
  readonly #live = new Set<string>();
  readonly #unsynced = new Set<string>();

  /** @throws {CodefangError} IO when the directory cannot be made */
  constructor(options: SpillFilesOptions) {
    this.path = options.path;
    this.#fs = options.fs ?? nodeSpillFs;
    this.buffers = options.buffers ?? new FrameBuffers();
    attempt('make directory', this.path, () => this.#fs.mkdirSync(this.path, { recursive: true, mode: 0o700 }));
  }

  /** Files that are live or pending. */
  get fileCount(): number {
    return this.#pending.size + this.#live.size;
  }

  /** Names of the files that are live, in the order they were made. */
  get liveNames(): readonly string[] {
    return Array.from(this.#live);
  }

  begin(stem: string, kind: 'run' | 'seg'): PendingFile {
    assert(this.fileCount < fileCountMax, 'a run has few spill files');
    const name = `${stem}-${this.#token}-${this.#nextNumber}.${kind}`;
    this.#nextNumber += 1;
    const path = join(this.path, name);
    const temporary = temporaryName(path);
    this.#pending.add(temporary);
    const file = SpillFile.create(this.#fs, temporary);
    return {
      name,
      file,
      publish: () => {
        this.#pending.delete(temporary);
        publishFile(temporary, path, { sync: 'fast', fs: this.#fs });
        file.rename(path);
        this.#live.add(name);
        this.#unsynced.add(name);
      },
      abandon: (failure) => {
        this.#pending.delete(temporary);
        closeAndDiscard(failure, this.#fs, file, temporary);
      },
    };
  }

  open(name: string): SpillFile {
    return SpillFile.open(this.#fs, join(this.path, name));
  }

  adopt(name: string): void {
    this.#live.add(name);
  }

  grew(name: string): void {
    assert(this.#live.has(name), 'only a live file grows');
    this.#unsynced.add(name);
  }

  release(name: string): void {
    assert(this.#live.delete(name), 'a live file is released once');
    this.#remove(name);
  }

  /** Whether a file has bytes that may not be on the disk yet. */
  isUnsynced(name: string): boolean {
    return this.#unsynced.has(name);
  }

  /** Says that the owner of a checkpoint has put a file on the disk. */
  synced(name: string): void {
    this.#unsynced.delete(name);
  }

  /** Removes every file of this process in the directory. */
  cleanupSpills(): void {
    for (const path of this.#pending) discardFile(this.#fs, path);
    this.#pending.clear();
    for (const name of this.#live) this.#remove(name);
    this.#live.clear();
  }

  #remove(name: string): void {
    this.#unsynced.delete(name);
    discardFile(this.#fs, join(this.path, name));
  }
}
