import { type ByteInterner, CodefangError } from '../base/index.ts';
import type { FrameWriter, RecordValue, SpillFiles } from '../spill/index.ts';
import { readFrameFile, writeFrameFile } from './frame-files.ts';

/**
 * The path table on disk: ids are places in it, so a checkpoint must bring the same ones back.
 * Paths are only ever added, so each save writes the new ones to a file of its own:
 * for each path its length (4 bytes, little-endian) and its bytes, in frames.
 */
export class PathLog {
  readonly #paths: ByteInterner;
  readonly #files: SpillFiles;
  readonly #names: string[] = [];
  #saved = 0;

  constructor(paths: ByteInterner, files: SpillFiles) {
    this.#paths = paths;
    this.#files = files;
  }

  /** Writes the paths that are new since the last save; returns what `restore` needs. */
  save(): RecordValue {
    if (this.#saved < this.#paths.count) {
      this.#names.push(writeFrameFile(this.#files, 'paths', (writer) => this.#write(writer)));
      this.#saved = this.#paths.count;
    }
    return { count: this.#saved, names: this.#names };
  }

  /** @throws {CodefangError} STATE when a file is missing or damaged */
  restore(manifest: { readonly count: number; readonly names: readonly string[] }): void {
    for (const name of manifest.names) {
      this.#read(name);
      this.#names.push(name);
    }
    this.#saved = this.#paths.count;
    if (this.#saved === manifest.count) return;
    throw new CodefangError(
      'STATE',
      `Cannot restore the path table: its files hold ${this.#saved} paths, the manifest says ${manifest.count}`,
    );
  }

  #write(writer: FrameWriter): void {
    const length = Buffer.alloc(4);
    for (let id = this.#saved; id < this.#paths.count; id += 1) {
      const bytes = this.#paths.bytesOf(id);
      length.writeUInt32LE(bytes.length);
      writer.write(length);
      writer.write(bytes);
    }
  }

  /** Paths may straddle frames: what is left of one is put before the next. */
  #read(name: string): void {
    let rest: Buffer = Buffer.alloc(0);
    readFrameFile(this.#files, name, (payload) => {
      const bytes = Buffer.concat([rest, payload]);
      let at = 0;
      while (at + 4 <= bytes.length && at + 4 + bytes.readUInt32LE(at) <= bytes.length) {
        const end = at + 4 + bytes.readUInt32LE(at);
        this.#paths.intern(bytes, at + 4, end);
        at = end;
      }
      rest = bytes.subarray(at);
    });
  }
}
