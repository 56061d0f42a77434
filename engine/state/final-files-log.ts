import { CodefangError } from '../base/index.ts';
import type { RecordValue, SpillFiles } from '../spill/index.ts';
import type { FinalFilesBuilder } from './final-files.ts';
import { readFrameFile, writeFrameFile } from './frame-files.ts';

/** The place of the commit whose tree is listed, its submodules, and a file of 12 bytes for each file in it. */
interface SavedListing {
  readonly place: number;
  readonly gitlinkCount: number;
  readonly name: string;
}

/**
 * The listing of the tree at the end, on disk: kept with the checkpoint behind the last commit, and carried on by
 * those that follow, so that the next run reads what is new in the tree and not all of it.
 */
export class FinalFilesLog {
  readonly #files: SpillFiles;
  #saved: SavedListing | undefined;

  constructor(files: SpillFiles) {
    this.#files = files;
  }

  /**
   * Writes a listing that is whole and new; returns what `restore` needs, null when there is none. Of a commit at or
   * after `nextPlace` none is kept: another walk that begins alike may have another commit there.
   */
  save(listing: FinalFilesBuilder, nextPlace: number): RecordValue {
    const { place, gitlinkCount } = listing;
    if (place >= 0 && place < nextPlace && place !== this.#saved?.place) {
      if (this.#saved !== undefined) this.#files.release(this.#saved.name);
      this.#saved = { place, gitlinkCount, name: this.#write(listing.rows()) };
    }
    return this.#saved === undefined ? null : { ...this.#saved };
  }

  /** Fills the listing with what was kept. @throws {CodefangError} STATE when the file is missing or damaged */
  restore(saved: SavedListing | null | undefined, listing: FinalFilesBuilder): void {
    // Checkpoints of earlier releases keep none.
    if (saved === null || saved === undefined) return;
    const pieces: Buffer[] = [];
    readFrameFile(this.#files, saved.name, (bytes) => pieces.push(Buffer.from(bytes)));
    const bytes = Buffer.concat(pieces);
    if (bytes.length % (3 * intBytes) !== 0) {
      const state = `it has ${bytes.length} bytes, each file takes ${3 * intBytes}`;
      throw new CodefangError('STATE', `Cannot restore the listing of files: ${state}`);
    }
    const rows = new Int32Array(bytes.length / intBytes);
    for (let at = 0; at < rows.length; at += 1) rows[at] = bytes.readInt32LE(at * intBytes);
    listing.adopt(saved.place, saved.gitlinkCount, rows);
    this.#saved = saved;
  }

  #write(rows: Int32Array): string {
    const bytes = Buffer.alloc(rows.length * intBytes);
    for (let at = 0; at < rows.length; at += 1) bytes.writeInt32LE(rows[at]!, at * intBytes);
    return writeFrameFile(this.#files, 'files', (writer) => writer.write(bytes));
  }
}

const intBytes = 4;
