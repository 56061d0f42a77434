import { dirname } from 'node:path';
import { CodefangError, errorCode } from '../base/index.ts';
import { ioFailure } from './io-failure.ts';
import { attempt, SpillFile } from './spill-file.ts';
import { nodeSpillFs, type SpillFs } from './spill-fs.ts';

export interface PublishOptions {
  /**
   * `durable` survives a power cut: file and directory are synced. `fast` survives a killed
   * process.
   */
  readonly sync: 'durable' | 'fast';
  readonly fs?: SpillFs;
}

/** The name a file has until it is whole. */
export function temporaryName(path: string): string {
  return `${path}.tmp-${process.pid}`;
}

/**
 * Gives a finished temporary file its name, replacing what had it: a reader sees the old or the new
 * one. With `durable` the file's bytes and then the directory entry are on the disk when this
 * returns.
 *
 * @throws {CodefangError} IO; the temporary file is then removed and `path` is as it was, unless
 * only
 *   the sync of the directory failed
 */
export function publishFile(temporary: string, path: string, options: PublishOptions): void {
  const fs = options.fs ?? nodeSpillFs;
  try {
    if (options.sync === 'durable') syncPath(fs, temporary);
    attempt('publish', path, () => fs.renameSync(temporary, path));
  } catch (error) {
    closeAndDiscard(error, fs, undefined, temporary);
  }
  if (options.sync === 'durable') syncPath(fs, dirname(path));
}

/** Writes a small file whole: temporary name, bytes, publish. @throws {CodefangError} IO */
export function publishBytes(path: string, bytes: Uint8Array, options: PublishOptions): void {
  const fs = options.fs ?? nodeSpillFs;
  const temporary = temporaryName(path);
  discardFile(fs, temporary);
  const file = SpillFile.create(fs, temporary);
  try {
    file.append(bytes);
    file.close();
  } catch (failure) {
    closeAndDiscard(failure, fs, file, temporary);
  }
  publishFile(temporary, path, options);
}

/** Reads a small file whole. @throws {CodefangError} STATE when it is missing, else IO */
export function readWhole(path: string, bytesMax: number, fs: SpillFs = nodeSpillFs): Buffer {
  const file = SpillFile.open(fs, path);
  try {
    if (file.size > bytesMax) {
      const state = `it has ${file.size} bytes, at most ${bytesMax} are allowed`;
      throw new CodefangError('STATE', `Cannot read ${path}: ${state}`);
    }
    const bytes = Buffer.alloc(file.size);
    file.readAt(0, bytes, bytes.length);
    return bytes;
  } finally {
    file.close();
  }
}

/** Puts a file or a directory on the disk. @throws {CodefangError} IO */
export function syncPath(fs: SpillFs, path: string): void {
  const fd = attempt('open', path, () => fs.openSync(path, 'r'));
  try {
    attempt('sync', path, () => fs.fsyncSync(fd));
  } finally {
    attempt('close', path, () => fs.closeSync(fd));
  }
}

/** Removes a file; one that is not there is no error. @throws {CodefangError} IO */
export function discardFile(fs: SpillFs, path: string): void {
  try {
    fs.unlinkSync(path);
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') throw ioFailure('remove', path, cause);
  }
}

/**
 * Closes and removes what a failed write left and throws that failure, with what fails on the way.
 */
export function closeAndDiscard(failure: unknown, fs: SpillFs, file: SpillFile | undefined, path: string): never {
  const failures = [failure];
  for (const step of [() => file?.close(), () => discardFile(fs, path)]) {
    try {
      step();
    } catch (second) {
      failures.push(second);
    }
  }
  if (failures.length === 1) throw failure;
  const text = failure instanceof Error ? failure.message : String(failure);
  throw ioFailure('write and then remove', path, new AggregateError(failures, text));
}
