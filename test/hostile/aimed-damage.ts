import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { crc32 } from '../../engine/base/index.ts';
import type { Damage } from './corruption-damage.ts';

/** Everything here is of SHA-1. */
const oidBytes = 20;
const distanceKind = 6;
const fanoutAt = 8;
const oidsAt: number = fanoutAt + 1024;

/** Entries of a pack in the order of its index. */
interface IndexEntry {
  readonly order: number;
  readonly offset: number;
}

/**
 * Each distance of a delta to its base, aimed at each other object of the pack whose distance has as many bytes.
 * Resealed, the checksums of entry, pack and index are right again: only the object's id can tell.
 */
export function aimedDistances(path: string, isResealed: boolean): Damage[] {
  const pack = readFileSync(path);
  const indexPath = path.replace(/pack$/, 'idx');
  const index = readFileSync(indexPath);
  const entries = entriesOf(index);
  const damages: Damage[] = [];
  for (const { offset, order } of entries) {
    const place = distancePlace(pack, offset);
    if (place === undefined) continue;
    for (const { offset: baseOffset } of entries) {
      const bytes = distanceBytes(offset - baseOffset);
      const now = pack.subarray(place.start, place.end);
      if (baseOffset >= offset || bytes.length !== now.length || bytes.equals(now)) continue;
      const damaged = Buffer.from(pack);
      bytes.copy(damaged, place.start);
      const words = `entry at ${offset} on ${baseOffset}`;
      const files: Damage['files'] = isResealed
        ? [
            [path, sealed(damaged)],
            [indexPath, indexOf(sealed(damaged), index, entries, order)],
          ]
        : [[path, damaged]];
      damages.push({ words, files });
    }
  }
  return damages;
}

/** Each offset of an index, aimed at each other entry. */
export function aimedOffsets(path: string, isResealed: boolean): Damage[] {
  const index = readFileSync(path);
  const entries = entriesOf(index);
  const offsetsAt = oidsAt + entries.length * (oidBytes + 4);
  return entries.flatMap((entry) =>
    entries
      .filter((other) => other !== entry)
      .map((other) => {
        const damaged = Buffer.from(index);
        damaged.writeUInt32BE(other.offset, offsetsAt + entry.order * 4);
        const bytes = isResealed ? sealed(damaged) : damaged;
        return { words: `object ${entry.order} at ${other.offset}`, files: [[path, bytes]] };
      }),
  );
}

/** Every byte of a commit-graph's chunks changed, and the checksum made right. */
export function aimedGraphs(path: string): Damage[] {
  const graph = readFileSync(path);
  return Array.from({ length: graph.length - oidBytes }, (_, at) => {
    const damaged = Buffer.from(graph);
    damaged[at]! ^= 1 << (at % 8);
    return { words: `bit ${at % 8} of byte ${at}`, files: [[path, sealed(damaged)]] };
  });
}

function entriesOf(index: Buffer): IndexEntry[] {
  const count = index.readUInt32BE(fanoutAt + 255 * 4);
  const offsetsAt = oidsAt + count * (oidBytes + 4);
  return Array.from({ length: count }, (_, order) => ({ order, offset: index.readUInt32BE(offsetsAt + order * 4) }));
}

/** Where the distance of an entry lies; undefined for one that has none. */
function distancePlace(pack: Buffer, offset: number): { readonly start: number; readonly end: number } | undefined {
  if (((pack[offset]! >> 4) & 7) !== distanceKind) return undefined;
  let start = offset;
  while ((pack[start]! & 0x80) !== 0) start += 1;
  start += 1;
  let end = start;
  while ((pack[end]! & 0x80) !== 0) end += 1;
  return { start, end: end + 1 };
}

function distanceBytes(distance: number): Buffer {
  const bytes = [distance & 0x7f];
  for (let rest = Math.floor(distance / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest -= 1;
    bytes.unshift((rest & 0x7f) | 0x80);
  }
  return Buffer.from(bytes);
}

/** The bytes with the checksum of what is before it at their end. */
function sealed(bytes: Buffer): Buffer {
  const body = bytes.subarray(0, -oidBytes);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

/** The index with the checksum of an entry, of the pack, and its own. */
function indexOf(pack: Buffer, index: Buffer, entries: readonly IndexEntry[], order: number): Buffer {
  const made = Buffer.from(index);
  const { offset } = entries[order]!;
  const ends = [...entries.map((entry) => entry.offset), pack.length - oidBytes];
  const end = Math.min(...ends.filter((one) => one > offset));
  made.writeUInt32BE(crc32(pack.subarray(offset, end)), oidsAt + entries.length * oidBytes + order * 4);
  pack.copy(made, made.length - 2 * oidBytes, pack.length - oidBytes);
  return sealed(made);
}
