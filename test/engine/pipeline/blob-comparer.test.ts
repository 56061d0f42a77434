import { afterAll, describe, expect, test } from 'vitest';
import { changeKind } from '../../../engine/contract.ts';
import { LineDiff } from '../../../engine/diff/index.ts';
import { findRepository, ObjectStore } from '../../../engine/git/index.ts';
import type { ScratchLimits } from '../../../engine/memory/index.ts';
import { BlobComparer } from '../../../engine/pipeline/blob-comparer.ts';
import { ChangeColumns, want } from '../../../engine/pipeline/change-columns.ts';
import { changeFlag } from '../../../engine/pipeline/slab-layout.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomFrom } from '../../support/random.ts';
import { smallLimits } from '../../support/read-slices.ts';

const oversizeBytes = 50_000;
const limits = { ...smallLimits, objectBytesMax: oversizeBytes };
const noOid = '0'.repeat(40);
const missingOid = 'dead'.repeat(10);

interface Pair {
  readonly path: number;
  readonly kind: number;
  readonly oldOid: string;
  readonly newOid: string;
  readonly wantsHunks: boolean;
}

/** Blobs of a repository with their bytes; one of them is in no repository. */
class Blobs {
  readonly fixture: GitFixture = GitFixture.init({ bare: true });
  readonly bytesOf = new Map<string, Buffer>();

  add(content: string | Buffer): string {
    const bytes = Buffer.from(content);
    const oid = this.fixture.gitBytes(['hash-object', '-w', '--stdin'], { input: bytes }).toString().trim();
    this.bytesOf.set(oid, bytes);
    return oid;
  }

  compare(pairs: readonly Pair[], scratch?: ScratchLimits): Answer[] {
    const columns = new ChangeColumns(20);
    for (const pair of pairs) {
      const name = Buffer.from(`path ${pair.path}`);
      const path = columns.paths.intern(name, 0, name.length);
      const row = columns.add(path, pair.kind, 0o100644, pair.wantsHunks ? want.hunks : 0);
      columns.oids.set(Buffer.from(pair.oldOid + pair.newOid, 'hex'), row * 40);
    }
    const bounded = scratch === undefined ? limits : { ...limits, scratch };
    const store = new ObjectStore(findRepository(this.fixture.path), bounded);
    try {
      new BlobComparer(store, 20).compareAll(columns);
    } finally {
      store.close();
    }
    return pairs.map((_, row) => ({
      flags: columns.flags[row]!,
      added: columns.added[row]!,
      removed: columns.removed[row]!,
      changed: columns.changed[row]!,
      oldLines: columns.oldLines[row]!,
      newLines: columns.newLines[row]!,
      hunks: Array.from(
        columns.hunks.slice(columns.hunkStart[row]!, columns.hunkStart[row]! + columns.hunkCount[row]! * 4),
      ),
    }));
  }

  /** The same, one pair at a time and by the book. */
  expected({ kind, oldOid, newOid, wantsHunks }: Pair): Answer {
    if (kind === changeKind.modified && oldOid === newOid) {
      return { ...noAnswer, flags: changeFlag.sameContent, oldLines: -1, newLines: -1 };
    }
    const older = this.#side(kind === changeKind.added ? noOid : oldOid);
    const newer = this.#side(kind === changeKind.deleted ? noOid : newOid);
    const flags = older.flags | newer.flags;
    const sides = { flags, oldLines: older.lines, newLines: newer.lines };
    const whole = wantsHunks && older.lines + newer.lines > 0 ? [0, older.lines, 0, newer.lines] : [];
    if (flags !== 0) return { ...noAnswer, ...sides, hunks: whole };
    if (kind !== changeKind.modified) {
      return { ...noAnswer, ...sides, added: newer.lines, removed: older.lines, hunks: whole };
    }
    const diff = new LineDiff();
    diff.run(older.bytes, older.bytes.length, newer.bytes, newer.bytes.length, wantsHunks ? 'lines' : 'counts');
    const hunks = wantsHunks ? Array.from(diff.hunks.slice(0, diff.hunkCount * 4)) : [];
    const { added, removed, changed, isCapped } = diff;
    return { ...sides, flags: isCapped ? changeFlag.capped : 0, added, removed, changed, hunks };
  }

  #side(oid: string): { bytes: Buffer; lines: number; flags: number } {
    const bytes = oid === noOid ? Buffer.alloc(0) : this.bytesOf.get(oid);
    if (bytes === undefined) return { bytes: noBytes, lines: 0, flags: changeFlag.binary | changeFlag.missing };
    if (bytes.length > oversizeBytes) {
      return { bytes: noBytes, lines: 0, flags: changeFlag.binary | changeFlag.oversize };
    }
    if (bytes.subarray(0, 8000).includes(0)) return { bytes: noBytes, lines: 0, flags: changeFlag.binary };
    const text = bytes.toString('latin1');
    const rest = text === '' || text.endsWith('\n') ? 0 : 1;
    return { bytes, lines: text.split('\n').length - 1 + rest, flags: 0 };
  }
}

const noBytes = Buffer.alloc(0);

interface Answer {
  readonly flags: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly oldLines: number;
  readonly newLines: number;
  readonly hunks: readonly number[];
}

const noAnswer: Answer = { flags: 0, added: 0, removed: 0, changed: 0, oldLines: 0, newLines: 0, hunks: [] };

describe('BlobComparer', () => {
  const blobs = new Blobs();
  const random = randomFrom(5);
  const below = (limit: number): number => Math.floor(random() * limit);
  const line = (): string => ['}', '', 'call();', `x = ${below(40)}`][below(4)]!;
  const texts = Array.from({ length: 24 }, (_, at) => {
    const lines = Array.from({ length: below(80) }, line);
    return blobs.add(lines.join('\n') + (at % 3 === 0 ? '' : '\n'));
  });
  const binary = blobs.add(Buffer.from('a\0b\nc\n'));
  const lateNul = blobs.add(Buffer.concat([Buffer.alloc(8000, 'x'), Buffer.from('\0\n')]));
  const huge = blobs.add('long line\n'.repeat(6000));
  const empty = blobs.add('');
  const all = [...texts, binary, lateNul, huge, empty, missingOid];

  afterAll(() => blobs.fixture.dispose());

  test('answers a crowd of pairs as one by one, with and without hunks', () => {
    const pairs = crowd();
    expect(new Set(pairs.map(({ path, oldOid, newOid }) => path + oldOid + newOid)).size).toBeLessThan(600);
    const answers = blobs.compare(pairs);
    pairs.forEach((pair, at) => expect(answers[at], JSON.stringify(pair)).toEqual(blobs.expected(pair)));
  });

  test('gives the same answers with two versions of a file at hand and one buffer for what comes next', () => {
    const pairs = crowd();
    const tight = { ownBytes: 1, sharedBytes: 2 ** 30, purpose: 'test', budgetBytes: 2 ** 30, budgetPerByte: 1 };
    expect(blobs.compare(pairs, tight)).toEqual(blobs.compare(pairs));
  });

  function crowd(): Pair[] {
    return Array.from({ length: 900 }, (): Pair => {
      const kind = [changeKind.modified, changeKind.modified, changeKind.added, changeKind.deleted][below(4)]!;
      // Few ids to a path, so that many rows of a path are of the same pair.
      const path = below(12);
      const some = all.slice(path * 2, path * 2 + 6);
      const pick = (): string => some[below(some.length)]!;
      return {
        path,
        kind,
        oldOid: kind === changeKind.added ? noOid : pick(),
        newOid: kind === changeKind.deleted ? noOid : pick(),
        wantsHunks: below(2) === 0,
      };
    });
  }

  test('gives one answer to the same pair whoever of the rows wants hunks', () => {
    const [oldOid, newOid] = texts as [string, string];
    for (const wishes of [
      [true, false, false],
      [false, true, false],
      [false, false, true],
      [false, false, false],
    ]) {
      const pairs = wishes.map((wantsHunks) => ({ path: 1, kind: changeKind.modified, oldOid, newOid, wantsHunks }));
      expect(blobs.compare(pairs)).toEqual(pairs.map((pair) => blobs.expected(pair)));
    }
  });

  test('marks what cannot be compared, and keeps the lines of the side that can', () => {
    const [text] = texts as [string];
    const { lines } = { lines: blobs.expected(pairOf(empty, text)).newLines };
    const marks = (oldOid: string, newOid: string): Answer => blobs.compare([pairOf(oldOid, newOid)])[0]!;
    const whole = (flags: number): Answer => ({ ...noAnswer, flags, oldLines: lines, hunks: [0, lines, 0, 0] });
    expect(marks(text, binary)).toEqual(whole(changeFlag.binary));
    expect(marks(text, huge)).toEqual(whole(changeFlag.binary | changeFlag.oversize));
    expect(marks(text, missingOid)).toEqual(whole(changeFlag.binary | changeFlag.missing));
    expect(marks(binary, missingOid)).toEqual({ ...noAnswer, flags: changeFlag.binary | changeFlag.missing });
    expect(marks(huge, huge).flags).toBe(changeFlag.sameContent);
    // A NUL behind the first 8,000 bytes makes no binary.
    expect(marks(empty, lateNul)).toMatchObject({ flags: 0, added: 1 });
  });

  test('refuses a tree where a blob should be', () => {
    const tree = blobs.fixture
      .gitBytes(['mktree'], { input: `100644 blob ${texts[0]}\tx\n` })
      .toString()
      .trim();
    expect(() => blobs.compare([pairOf(tree, texts[0]!)])).toThrow(
      expect.objectContaining({ code: 'CORRUPT', message: expect.stringContaining(tree) }),
    );
  });
});

function pairOf(oldOid: string, newOid: string): Pair {
  return { path: 0, kind: changeKind.modified, oldOid, newOid, wantsHunks: true };
}
