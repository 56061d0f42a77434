import * as fs from 'node:fs';
import { errorCode } from '../base/index.ts';

/**
 * The part of the file system that spill files use: what a test replaces to make the n-th call
 * fail. Each function means what it means in node:fs.
 */
export interface SpillFs {
  openSync(path: string, flags: string, mode?: number): number;
  writeSync(fd: number, bytes: Uint8Array, offset: number, length: number, position: number): number;
  readSync(fd: number, bytes: Uint8Array, offset: number, length: number, position: number): number;
  fsyncSync(fd: number): void;
  closeSync(fd: number): void;
  fstatSync(fd: number): { readonly size: number };
  renameSync(from: string, to: string): void;
  unlinkSync(path: string): void;
  mkdirSync(path: string, options: { readonly recursive: boolean; readonly mode: number }): unknown;
  readdirSync(path: string): string[];
  /** Removes a directory and what is in it; one that is not there is no error. */
  removeTreeSync(path: string): void;
}

/** The real file system. */
export const nodeSpillFs: SpillFs = {
  openSync: fs.openSync,
  writeSync: fs.writeSync,
  readSync: fs.readSync,
  fsyncSync: fs.fsyncSync,
  closeSync: fs.closeSync,
  fstatSync: fs.fstatSync,
  renameSync: fs.renameSync,
  unlinkSync: fs.unlinkSync,
  mkdirSync: makeDirectory,
  readdirSync: (path) => fs.readdirSync(path),
  removeTreeSync: (path) => fs.rmSync(path, { recursive: true, force: true }),
};

/** Asked to make parents as well, Node calls a read-only file system a path that is not there. */
function makeDirectory(path: string, options: { readonly recursive: boolean; readonly mode: number }): unknown {
  try {
    return fs.mkdirSync(path, options);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return fs.mkdirSync(path, { mode: options.mode });
  }
}
