import * as fs from 'node:fs';

/** The part of the file system that reports use: what a test replaces to make the n-th call fail. */
export interface OutputFs {
  openSync(path: string, flags: string, mode?: number): number;
  writeSync(fd: number, bytes: Uint8Array, offset: number, length: number): number;
  fsyncSync(fd: number): void;
  closeSync(fd: number): void;
  renameSync(from: string, to: string): void;
  unlinkSync(path: string): void;
  makeDirectorySync(path: string): void;
  /** What a path leads to, links followed; undefined when nothing is there. */
  lookSync(path: string): FoundPath | undefined;
}

export interface FoundPath {
  readonly kind: 'file' | 'directory' | 'device';
  /** The path with links resolved. */
  readonly realPath: string;
  readonly mode: number;
}

/** The real file system. */
export const nodeOutputFs: OutputFs = {
  openSync: fs.openSync,
  writeSync: (fd, bytes, offset, length) => fs.writeSync(fd, bytes, offset, length),
  fsyncSync: fs.fsyncSync,
  closeSync: fs.closeSync,
  renameSync: fs.renameSync,
  unlinkSync: fs.unlinkSync,
  makeDirectorySync: (path) => void fs.mkdirSync(path, { recursive: true }),
  lookSync: look,
};

function look(path: string): FoundPath | undefined {
  const found = fs.statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const kind = found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'device';
  // Pipes of /proc have no real path to resolve; only files are renamed over.
  const realPath = kind === 'file' ? fs.realpathSync(path) : path;
  return { kind, realPath, mode: found.mode & 0o777 };
}
