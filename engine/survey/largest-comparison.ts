import { CodefangError, KiB } from '../base/index.ts';
import { comparingBytes, countLines, isBinary } from '../diff/index.ts';
import { findLargeObjects, ObjectStore, type ObjectStoreLimits } from '../git/index.ts';
import type { History } from './open-history.ts';

const sniffBytes = 8 * KiB;
/** Lines are not as long everywhere as at the start: the largest texts are looked at further. */
const sampleBytes = 256 * KiB;
const sampledTexts = 16;
const lineMargin = 1.1;
/** Two versions, and one between them on the way along their deltas. */
const versionsHeld = 3;

const limits: Omit<ObjectStoreLimits, 'objectBytesMax'> = {
  windowBytes: 16 * KiB,
  windowCountMax: 16,
  deltaBaseBytes: 0,
};

/**
 * What comparing two versions of the largest text in the repository is likely to take, in bytes: what a plan must
 * leave room for. Sizes and first bytes are all that is looked at. A text that grew by small deltas only, so that
 * little of it is stored in one piece, is not seen. Memory: 1 MiB.
 */
export function largestComparisonBytes(
  { location, sharedIndexes }: Pick<History, 'location' | 'sharedIndexes'>,
  blobBytesMax: number,
): number {
  const store = new ObjectStore(location, { ...limits, objectBytesMax: blobBytesMax }, sharedIndexes);
  try {
    const sniff = new Uint8Array(sniffBytes);
    const texts: (readonly [bytes: number, oid: Uint8Array])[] = [];
    for (const { oid } of findLargeObjects(location)) {
      const bytes = bytesToCompare(store, oid, blobBytesMax, sniff);
      if (bytes > 0) texts.push([bytes, oid]);
    }
    const sample = new Uint8Array(texts.length === 0 ? 0 : sampleBytes);
    const largest = texts.sort((a, b) => b[0] - a[0]).slice(0, sampledTexts);
    return Math.max(0, ...largest.map(([, oid]) => bytesToCompare(store, oid, blobBytesMax, sample)));
  } finally {
    store.close();
  }
}

/** 0 for what is not compared. A damaged object is none of the plan's business: the walk may never meet it. */
function bytesToCompare(store: ObjectStore, oid: Uint8Array, blobBytesMax: number, sample: Uint8Array): number {
  try {
    const found = store.sample(oid, 0, sample);
    if (found?.kind !== 'blob' || found.sizeBytes > blobBytesMax) return 0;
    if (isBinary(sample, found.sampleBytes)) return 0;
    const linesPerByte = (countLines(sample, 0, found.sampleBytes) + 1) / Math.max(1, found.sampleBytes);
    const lineCount = Math.ceil(linesPerByte * found.sizeBytes * lineMargin);
    return found.sizeBytes * versionsHeld + comparingBytes(lineCount);
  } catch (error) {
    if (error instanceof CodefangError && error.code === 'CORRUPT') return 0;
    throw error;
  }
}
