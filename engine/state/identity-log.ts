import { FileIdentity } from '../history/index.ts';
import type { RecordValue, SpillFiles } from '../spill/index.ts';
import { readFrameFile, writeFrameFile } from './frame-files.ts';

/** Which file each path names, on disk: 5 bytes per path and 4 per file, written whole when a checkpoint is made. */
export class IdentityLog {
  readonly #files: SpillFiles;
  #name: string | undefined;

  constructor(files: SpillFiles) {
    this.#files = files;
  }

  /** Writes the columns and lets go of the file before; returns what `restore` needs. */
  save(identity: FileIdentity, pathCount: number): RecordValue {
    const bytes = identity.encode(pathCount);
    const name = writeFrameFile(this.#files, 'identity', (writer) => writer.write(bytes));
    if (this.#name !== undefined) this.#files.release(this.#name);
    this.#name = name;
    return name;
  }

  /** @throws {CodefangError} STATE when the file is missing or damaged */
  restore(name: string): FileIdentity {
    const pieces: Buffer[] = [];
    readFrameFile(this.#files, name, (bytes) => pieces.push(Buffer.from(bytes)));
    this.#name = name;
    return FileIdentity.decode(Buffer.concat(pieces));
  }
}
