import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodefangError, errorCode, formatBytes, MiB } from '../base/index.ts';
import { nodeSpillFs, type SpillFs } from './spill-fs.ts';

/** What a refused run should be given over what it would need by its progress. */
const headroom = 1.25;

/**
 * Keeps what a run writes into its folders within bytes. Writes are added up as they come, and the folders
 * are looked at only when the sum would pass the limit: files that were removed, and links that two folders
 * share, count as the disk counts them.
 */
export class DiskLimit {
  readonly #bytesMax: number;
  readonly #folders: string[] = [];
  /** Which share of the work is done, in (0, 1]. */
  readonly #progress: () => number;
  #bytes = 0;
  #isMeasured = false;

  constructor(bytesMax: number, progress: () => number) {
    this.#bytesMax = bytesMax;
    this.#progress = progress;
  }

  /** Counts a folder with all below it, also what is there already. */
  watch(folder: string): void {
    this.#folders.push(folder);
    this.#isMeasured = false;
  }

  /** Called before this many bytes are written. @throws {CodefangError} BUDGET when they would be too many */
  reserve(bytes: number): void {
    if (this.#isMeasured && this.#bytes + bytes <= this.#bytesMax) {
      this.#bytes += bytes;
      return;
    }
    this.#bytes = bytesBelow(this.#folders) + bytes;
    this.#isMeasured = true;
    if (this.#bytes > this.#bytesMax) throw this.#refusal();
  }

  /** The file system with writes that are reserved first. */
  get fs(): SpillFs {
    return {
      ...nodeSpillFs,
      writeSync: (fd, bytes, offset, length, position) => {
        this.reserve(length);
        return nodeSpillFs.writeSync(fd, bytes, offset, length, position);
      },
    };
  }

  #refusal(): CodefangError {
    const share = Math.min(1, Math.max(this.#progress(), 1e-6));
    const needed = Math.ceil((this.#bytes / share / MiB) * headroom);
    const state = `${formatBytes(this.#bytes)} would be on disk after ${(share * 100).toFixed(0)}% of the commits`;
    const allowed = `allow about --max-disk ${needed}MiB, or remove saved state with codefang state prune`;
    const limit = formatBytes(this.#bytesMax);
    return new CodefangError('BUDGET', `Cannot continue within --max-disk ${limit}: ${state}, ${allowed}`);
  }
}

/** Sizes of the files, those with several names once. */
function bytesBelow(folders: readonly string[]): number {
  const seen = new Set<string>();
  let sum = 0;
  for (const folder of folders) {
    for (const name of namesBelow(folder)) {
      const found = statSync(join(folder, name), { throwIfNoEntry: false });
      if (found?.isFile() !== true) continue;
      const key = `${found.dev}:${found.ino}`;
      if (found.nlink > 1 && seen.has(key)) continue;
      seen.add(key);
      sum += found.size;
    }
  }
  return sum;
}

function namesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true }).map(String);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
