import { expect, test } from 'vitest';
import { RenameDetector, type BlobReader, type RenamePolicy, type RenameSide } from '../../../engine/diff/index.ts';
import type { ObjectScratch } from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { TextMaker } from './text-maker.ts';

const limits = { candidateCountMax: 1000 };
const noBlobs: BlobReader = { readBlob: () => false };

/** Blobs in memory; the first byte of an id is the blob's index. */
class Blobs implements BlobReader {
  readonly #texts: Buffer[] = [];

  add(text: string): Uint8Array {
    this.#texts.push(Buffer.from(text));
    return Buffer.alloc(20, this.#texts.length - 1);
  }

  readBlob(oid: Uint8Array, scratch: ObjectScratch): boolean {
    const text = this.#texts[oid[0]!]!;
    scratch.reserve(text.length);
    scratch.bytes.set(text);
    scratch.length = text.length;
    return true;
  }
}

function side(path: string, oid: Uint8Array, mode = 0o100644): RenameSide {
  return { path: Buffer.from(path), oid, mode };
}

function pairsOf(
  policy: RenamePolicy,
  deletes: readonly RenameSide[],
  adds: readonly RenameSide[],
  reader: BlobReader = noBlobs,
): string[] {
  const name = ({ path }: RenameSide): string => Buffer.from(path).toString();
  return new RenameDetector(policy, limits)
    .detect(deletes, adds, reader)
    .map((pair) => `${name(deletes[pair.deleteIndex]!)} > ${name(adds[pair.addIndex]!)}`);
}

const x = Buffer.alloc(20, 1);
const y = Buffer.alloc(20, 2);

test('RenameDetector pairs equal ids, the same base name first, else in path order', () => {
  const deletes = [side('a/one', x), side('a/two', x), side('b/three', y)];
  const adds = [side('c/three', y), side('c/two', x), side('c/zwei', x)];
  expect(pairsOf('exact', deletes, adds)).toEqual(['b/three > c/three', 'a/two > c/two', 'a/one > c/zwei']);
});

test('RenameDetector uses a delete once', () => {
  expect(pairsOf('exact', [side('a', x)], [side('b', x), side('c', x)])).toEqual(['a > b']);
});

test('RenameDetector pairs other kinds than files only with their like', () => {
  const link = side('b', x, 0o120000);
  expect(pairsOf('exact', [side('a', x)], [link])).toEqual([]);
  expect(pairsOf('exact', [side('a', x, 0o120000)], [link])).toEqual(['a > b']);
  expect(pairsOf('exact', [side('a', x, 0o100755)], [side('b', x)])).toEqual(['a > b']);
});

test('RenameDetector finds nothing when off, or when one side is empty', () => {
  expect(pairsOf('off', [side('a', x)], [side('b', x)])).toEqual([]);
  expect(pairsOf('exact', [], [side('b', x)])).toEqual([]);
});

test('RenameDetector pairs similar files and gives their percentage', () => {
  const blobs = new Blobs();
  const old = side('a', blobs.add('1\n2\n3\n4\n'));
  const alike = side('b', blobs.add('1\n2\n3\nX\n'));
  const other = side('c', blobs.add('W\nX\nY\nZ\n'));
  const detector = new RenameDetector({ similar: 50 }, limits);
  expect(detector.detect([old], [other, alike], blobs)).toEqual([{ deleteIndex: 0, addIndex: 1, percent: 75 }]);
  expect(pairsOf({ similar: 75 }, [old], [alike], blobs)).toEqual(['a > b']);
  expect(pairsOf({ similar: 76 }, [old], [alike], blobs)).toEqual([]);
  expect(pairsOf('exact', [old], [alike], blobs)).toEqual([]);
});

test('RenameDetector prefers a unique base name that is similar enough to a better score', () => {
  const blobs = new Blobs();
  const old = side('old/name', blobs.add('1\n2\n3\n4\n5\n6\n7\n8\n'));
  const named = side('new/name', blobs.add('1\n2\n3\n4\n5\n6\nX\nY\n'));
  const better = side('new/other', blobs.add('1\n2\n3\n4\n5\n6\n7\nY\n'));
  expect(pairsOf({ similar: 50 }, [old], [named, better], blobs)).toEqual(['old/name > new/name']);
  expect(pairsOf({ similar: 60 }, [old], [named, better], blobs)).toEqual(['old/name > new/other']);
});

test('RenameDetector falls back to the next best delete when the best is taken', () => {
  const blobs = new Blobs();
  const best = side('a', blobs.add('1\n2\n3\n4\n5\n6\n'));
  const second = side('b', blobs.add('1\n2\n3\n4\nX\nY\n'));
  const third = side('c', blobs.add('1\n2\n3\n4\n5\nZ\n'));
  const fourth = side('d', blobs.add('1\n2\n3\n4\n5\n!\n'));
  const adds = [third, fourth];
  expect(pairsOf({ similar: 50 }, [best, second], adds, blobs)).toEqual(['a > c', 'b > d']);
});

test('RenameDetector prefers the same base name among equal scores', () => {
  const blobs = new Blobs();
  const deletes = [side('a/m', blobs.add('1\n2\n3\nA\n')), side('b/n', blobs.add('1\n2\n3\nB\n'))];
  const adds = [side('c/n', blobs.add('1\n2\n3\nC\n')), side('d/n', blobs.add('1\n7\n8\n9\n'))];
  expect(pairsOf({ similar: 50 }, deletes, adds, blobs)).toEqual(['b/n > c/n']);
});

test('RenameDetector takes, of equal sources, the one in the first of four places, as git does', () => {
  using fixture = GitFixture.init();
  const text = (from: number, to: number): string => {
    return Array.from({ length: to - from }, (_, at) => `${from + at}\n`).join('');
  };
  const like = text(100, 120);
  const files = { a: text(200, 220), b: like, c: text(300, 320), d: text(400, 420), e: like };
  fixture.commit({ files });
  fixture.commit({ files: { a: null, b: null, c: null, d: null, e: null, new: like + text(500, 508) } });
  const changes = rawChanges(fixture, '--no-renames');
  const [added] = changes.filter(({ status }) => status === 'A').map(({ sides }) => sides[1]);
  const deletes = changes.filter(({ status }) => status === 'D').map(({ sides }) => sides[0]);
  expect(deletes).toHaveLength(5);
  const [renamed] = rawChanges(fixture, '-M50%').filter(({ status }) => status.startsWith('R'));
  // The fifth, which is as good as the second, takes the place of the first, which is the worst.
  expect(Buffer.from(renamed!.sides[0].path).toString()).toBe('e');
  expect(pairsOf({ similar: 50 }, deletes, [added!], gitBlobs(fixture))).toEqual(['e > new']);
});

test('RenameDetector skips the comparison of contents past its limit, and counts that', () => {
  const blobs = new Blobs();
  const deletes = [side('a', blobs.add('1\n2\n3\n')), side('b', blobs.add('4\n5\n6\n'))];
  const adds = [side('c', blobs.add('1\n2\nX\n')), side('d', blobs.add('4\n5\nX\n'))];
  const wide = new RenameDetector({ similar: 50 }, { candidateCountMax: 2 });
  expect(wide.detect(deletes, adds, blobs)).toHaveLength(2);
  expect(wide.skippedCount).toBe(0);
  const narrow = new RenameDetector({ similar: 50 }, { candidateCountMax: 1 });
  expect(narrow.detect(deletes, adds, blobs)).toEqual([]);
  expect(narrow.skippedCount).toBe(1);
});

test('RenameDetector gives the same with room for no sketch', () => {
  const blobs = new Blobs();
  const deletes = [side('a', blobs.add('1\n2\n3\n')), side('b', blobs.add('4\n5\n6\n'))];
  const adds = [side('c', blobs.add('4\n5\nX\n')), side('d', blobs.add('1\n2\nX\n'))];
  const tight = new RenameDetector({ similar: 50 }, { ...limits, sketchBytesMax: 0 });
  const roomy = new RenameDetector({ similar: 50 }, limits);
  expect(tight.detect(deletes, adds, blobs)).toEqual(roomy.detect(deletes, adds, blobs));
});

test('RenameDetector leaves out what cannot be read', () => {
  expect(pairsOf({ similar: 1 }, [side('a', x)], [side('b', y)])).toEqual([]);
});

test.each([0, 101, 49.5, Number.NaN])('RenameDetector refuses a similarity of %d', (similar) => {
  const make = (): RenameDetector => new RenameDetector({ similar }, limits);
  expect(make).toThrow(expect.objectContaining({ code: 'USAGE' }));
});

interface Change {
  readonly status: string;
  readonly sides: readonly [RenameSide, RenameSide];
}

/** Random moves, with and without edits, and some adds and deletes beside them. */
function randomMoves(fixture: GitFixture, maker: TextMaker, round: number): void {
  const files: Record<string, string | null> = {};
  for (let i = 0; i < 14; i += 1) {
    const old = `d${round}/f${i}.txt`;
    const lines = maker.lines(10 + maker.below(40), 4_000);
    fixture.write(old, maker.below(9) === 0 ? '' : lines.join(''));
    const edited = maker.below(3) === 0 ? lines : maker.edited(lines, maker.below(8), 4_000);
    const folder = `e${round}/${maker.below(3)}`;
    const name = maker.below(3) === 0 ? `f${i}.txt` : `g${maker.below(30)}.txt`;
    files[old] = null;
    if (maker.below(6) > 0) files[`${folder}/${name}`] = edited.join('');
  }
  fixture.commit();
  fixture.commit({ files });
}

function rawChanges(fixture: GitFixture, ...words: string[]): Change[] {
  const options = ['-r', '--raw', '--no-abbrev', '-z', ...words];
  const output = fixture.git('diff-tree', ...options, 'HEAD~', 'HEAD');
  const fields = output.split('\0');
  const changes: Change[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [oldMode, newMode, oldOid, newOid, status] = fields[i]!.slice(1).split(' ');
    const oldPath = fields[i + 1]!;
    if (status!.startsWith('R')) i += 1;
    changes.push({
      status: status!,
      sides: [
        side(oldPath, Buffer.from(oldOid!, 'hex'), Number.parseInt(oldMode!, 8)),
        side(fields[i + 1]!, Buffer.from(newOid!, 'hex'), Number.parseInt(newMode!, 8)),
      ],
    });
  }
  return changes;
}

function gitBlobs(fixture: GitFixture): BlobReader {
  return {
    readBlob(oid, scratch) {
      const words = ['cat-file', 'blob', Buffer.from(oid).toString('hex')];
      const blob = fixture.gitBytes(words);
      scratch.reserve(blob.length);
      scratch.bytes.set(blob);
      scratch.length = blob.length;
      return true;
    },
  };
}

test('RenameDetector equals git diff-tree -M', () => {
  using fixture = GitFixture.init();
  const maker = new TextMaker(21);
  let renameCount = 0;
  for (let round = 0; round < 5; round += 1) {
    randomMoves(fixture, maker, round);
    const plain = rawChanges(fixture, '--no-renames');
    const deletes = plain.filter(({ status }) => status === 'D').map(({ sides }) => sides[0]);
    const adds = plain.filter(({ status }) => status === 'A').map(({ sides }) => sides[1]);
    for (const [policy, option] of [
      ['exact', '-M100%'],
      [{ similar: 50 }, '-M50%'],
      [{ similar: 80 }, '-M80%'],
    ] as const) {
      const renames = rawChanges(fixture, option).filter(({ status }) => status.startsWith('R'));
      const expected = renames.map(({ sides }) => `${sides[0].path} > ${sides[1].path}`);
      renameCount += expected.length;
      expect(pairsOf(policy, deletes, adds, gitBlobs(fixture)), `round ${round} ${option}`).toEqual(expected);
    }
  }
  expect(renameCount).toBeGreaterThan(60);
});
