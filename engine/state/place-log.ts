import { CodefangError } from '../base/index.ts';
import { commitFlag } from '../history/index.ts';
import type { SpillFiles } from '../spill/index.ts';
import type { History } from '../survey/index.ts';
import { readFrameFile, writeFrameFile } from './frame-files.ts';

const bufferedPlaces = 4096;

/**
 * The commits of a walk on disk: for each place 1 for one of the mainline or 0, and its id. It is kept with the state
 * at the end of a walk only, so that lines can be asked for without reading history.
 */
export class PlaceLog {
  readonly #files: SpillFiles;
  #name: string | undefined;

  constructor(files: SpillFiles) {
    this.#files = files;
  }

  /** Writes the walk and lets go of the file before; returns the file's name. @throws {CodefangError} IO */
  save({ table, order, location }: History): string {
    const width = 1 + location.oidBytes;
    const name = writeFrameFile(this.#files, 'places', (writer) => {
      const buffer = Buffer.alloc(bufferedPlaces * width);
      for (let start = 0; start < order.length; start += bufferedPlaces) {
        const count = Math.min(bufferedPlaces, order.length - start);
        for (let at = 0; at < count; at += 1) {
          const index = order[start + at]!;
          buffer[at * width] = table.hasFlag(index, commitFlag.mainline) ? 1 : 0;
          table.copyOid(index, buffer, at * width + 1);
        }
        writer.write(buffer.subarray(0, count * width));
      }
    });
    if (this.#name !== undefined) this.#files.release(this.#name);
    this.#name = name;
    return name;
  }

  /** Takes over the file of a checkpoint; the next `save` lets go of it. */
  adopt(name: string): void {
    this.#files.adopt(name);
    this.#name = name;
  }

  /**
   * Reads what `save` wrote: `1 + oidBytes` bytes a place. @throws {CodefangError} STATE when it is missing or damaged
   */
  static read(files: SpillFiles, name: string, oidBytes: number): Buffer {
    const pieces: Buffer[] = [];
    readFrameFile(files, name, (bytes) => pieces.push(Buffer.from(bytes)));
    const places = Buffer.concat(pieces);
    if (places.length % (1 + oidBytes) === 0) return places;
    throw new CodefangError('STATE', `Cannot use the saved list of commits: it has ${places.length} bytes`);
  }
}
