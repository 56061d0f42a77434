import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { CodefangError, crc32, KiB } from '../base/index.ts';
import { type DiskLimit, LateSync, type SpillFiles } from '../spill/index.ts';
import { discardFile, nodeSpillFs, SpillFile, syncPath } from '../spill/index.ts';
import type { CheckpointFile } from './checkpoint-record.ts';
import { tryLink } from './try-link.ts';

const pieceBytes = 256 * KiB;

/**
 * The data folder of checkpoints: the files that manifests name, hard links to those of a run's spill, or
 * copies where the two lie on different file systems.
 *
 * A file never changes but by growing, so its checksum grows with it, and publishing costs what is new.
 */
export class CheckpointData {
  readonly path: string;
  /** What is published, with the checksum up to that size. */
  readonly #known = new Map<string, CheckpointFile>();
  readonly #late: LateSync;
  #disk: DiskLimit | undefined;

  /** What is published goes to the disk by way of `late`; its owner settles that. */
  constructor(path: string, late: LateSync = new LateSync()) {
    this.path = path;
    this.#late = late;
  }

  limitDisk(disk: DiskLimit): void {
    this.#disk = disk;
  }

  make(): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
  }

  /**
   * Links the live files of a run, so that they survive its spill; returns what a manifest says of them. They are
   * on their way to the disk then: a cut of power may leave a manifest without them, and their checksums tell.
   */
  publish(spill: SpillFiles): CheckpointFile[] {
    const files = spill.liveNames.map((name) => this.#publish(join(spill.path, name), name, spill));
    this.#late.start(this.path);
    return files;
  }

  /**
   * Gives files to a run's spill, each verified against its checksum.
   * @throws {CodefangError} STATE when one is missing, short or not what it was
   */
  lend(files: readonly CheckpointFile[], spill: SpillFiles): void {
    for (const file of files) {
      const source = join(this.path, file.name);
      this.#check(source, file);
      linkOrCopy(source, join(spill.path, file.name), this.#disk);
      this.#known.set(file.name, file);
    }
  }

  /** Whether every file is there as it was. @throws {CodefangError} STATE with the first that is not */
  verify(files: readonly CheckpointFile[]): void {
    for (const file of files) this.#check(join(this.path, file.name), file);
  }

  /** Removes whatever is not needed. */
  collect(needed: ReadonlySet<string>): void {
    for (const name of readdirSync(this.path)) {
      if (needed.has(name)) continue;
      discardFile(nodeSpillFs, join(this.path, name));
      this.#known.delete(name);
    }
  }

  clear(): void {
    this.#known.clear();
    rmSync(this.path, { recursive: true, force: true });
  }

  #publish(source: string, name: string, spill: SpillFiles): CheckpointFile {
    const target = join(this.path, name);
    const known = this.#known.get(name);
    if (known !== undefined && !spill.isUnsynced(name) && existsSync(target)) return known;
    const { size } = statSync(source);
    const isCopy = !linkOrCopy(source, target, this.#disk);
    // A copy that a cut of power tears takes the place of what an older manifest names.
    if (isCopy) syncPath(nodeSpillFs, target);
    else this.#late.start(target);
    const published = { name, size, crc: this.#crcOf(source, size, known) };
    this.#known.set(name, published);
    spill.synced(name);
    return published;
  }

  #check(path: string, { size, crc }: CheckpointFile): void {
    const found = statSync(path, { throwIfNoEntry: false })?.size ?? -1;
    if (found < size) {
      const state = found < 0 ? 'it is missing' : `it has ${found} bytes, ${size} are expected`;
      throw new CodefangError('STATE', `Cannot use ${path}: ${state}`);
    }
    if (this.#crcOf(path, size, undefined) === crc) return;
    throw new CodefangError('STATE', `Cannot use ${path}: its checksum differs from that of the saved file`);
  }

  /** The checksum of the first `size` bytes, going on from what is known of the beginning. */
  #crcOf(path: string, size: number, known: CheckpointFile | undefined): number {
    let { size: at, crc } = known !== undefined && known.size <= size ? known : { size: 0, crc: 0 };
    if (at === size) return crc;
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, size - at));
    const file = SpillFile.open(nodeSpillFs, path);
    try {
      while (at < size) {
        const length = Math.min(piece.length, size - at);
        file.readAt(at, piece, length);
        crc = crc32(piece.subarray(0, length), crc);
        at += length;
      }
    } finally {
      file.close();
    }
    return crc;
  }
}

/**
 * Makes `target` the file at `source`: a link where both lie on one file system, else a copy. Leaves nothing when it
 * fails. Returns whether it is a link.
 */
function linkOrCopy(source: string, target: string, disk: DiskLimit | undefined): boolean {
  const found = statSync(target, { throwIfNoEntry: false });
  // A link to a file that grew is there already.
  if (found !== undefined) return isSameFile(found, statSync(source)) || replace(source, target, disk);
  if (tryLink(source, target)) return true;
  return replace(source, target, disk);
}

/** What comes in the place of another file, or not all at once, has a name of its own until it is whole. */
function replace(source: string, target: string, disk: DiskLimit | undefined): boolean {
  const temporary = `${target}.tmp-${process.pid}`;
  rmSync(temporary, { force: true });
  try {
    const isLink = tryLink(source, temporary);
    if (!isLink) {
      disk?.reserve(statSync(source).size);
      copyFileSync(source, temporary);
    }
    renameSync(temporary, target);
    return isLink;
  } finally {
    // Renaming one link of a file over another leaves both, too.
    rmSync(temporary, { force: true });
  }
}

function isSameFile(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}
