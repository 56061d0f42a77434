import type { ByteSink } from './byte-sink.ts';

/** Where a report goes: one stream of bytes, or files in a directory. */
export type ReportOutput = StreamOutput | DirectoryOutput;

export interface StreamOutput extends ByteSink, Publication {
  readonly kind: 'stream';
}

export interface DirectoryOutput extends Publication {
  readonly kind: 'directory';
  /** Starts the next file. One that is not finished keeps its descriptor and 64 KiB. */
  open(name: string): OpenFile;
}

export interface OpenFile extends ByteSink {
  /** All bytes are there: puts them on the disk, still under the temporary name. */
  finish(): void;
}

/** Files get their names when all is well, or leave nothing behind. */
export interface Publication {
  /** @throws {ClosedPipe} @throws {CodefangError} IO */
  commit(): void;
  /** Forgets what was written and removes temporary files; idempotent, does nothing after `commit`. */
  abandon(): void;
}
