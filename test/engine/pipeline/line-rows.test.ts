import { afterAll, describe, expect, test } from 'vitest';
import {
  changeFlag,
  type ExtractionRules,
  InlineSource,
  itemFlag,
  type RenamePolicy,
} from '../../../engine/pipeline/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { makeTree, type TreeContent } from '../../support/git-trees.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import {
  joinSlices,
  type PlainRow,
  type PlainSlice,
  readPairs,
  sourceSetup,
  type TreePair,
} from '../../support/read-slices.ts';

type Files = Readonly<Record<string, TreeContent>>;

const kinds = ['added', 'deleted', 'modified', 'renamed', 'taken', 'source', 'born'];
const numbered = (from: number, to: number): string => {
  return Array.from({ length: to - from }, (_, at) => `line ${from + at}\n`).join('');
};
const ten = numbered(0, 10);

/** Such as `source a > b of 1, 2 2 2 1`; `only` is what analyzers do not see, `…` what more is said of. */
function rowText({ kind, path, oldPath, parent, flags, hunks }: PlainRow): string {
  const name = oldPath === null ? path : `${oldPath} > ${path}`;
  const marks = ['', ' only', ' …', ' only …'][(flags >> 6) & 3]!;
  const from = kind > 3 ? ` of ${parent}` : '';
  return `${kinds[kind]} ${name}${from}${marks}${hunks.map((hunk) => `, ${hunk.join(' ')}`).join('')}`;
}

describe('rows of a commit', () => {
  const fixture = GitFixture.init({ bare: true });
  afterAll(() => fixture.dispose());
  const { lines, mainline, counts } = itemFlag;

  async function extract(pairs: readonly TreePair[], rules: Partial<ExtractionRules> = {}): Promise<PlainSlice[]> {
    return joinSlices(await readPairs(new InlineSource(sourceSetup(fixture, rules)), pairs, 64));
  }

  async function sliceOf(
    tree: Files,
    bases: readonly Files[],
    renames: RenamePolicy = 'off',
    flags: number = lines | mainline,
  ): Promise<PlainSlice> {
    const [id, ...others] = [tree, ...bases].map((files) => makeTree(fixture, files));
    const [slice] = await extract([{ place: 0, tree: id!, bases: others, flags }], { renames });
    return slice!;
  }

  async function rowsOf(...args: Parameters<typeof sliceOf>): Promise<string[]> {
    const slice = await sliceOf(...args);
    // Analyzers see the changes, and no row that is there for its lines.
    const seen = slice.lines.filter(({ flags }) => (flags & changeFlag.linesOnly) === 0);
    expect(slice.changes).toEqual(seen.map(({ parent: _parent, ...change }) => change));
    expect(slice.changeCount).toBe(seen.length);
    return slice.lines.map(rowText);
  }

  test('a merge, takes over what is equal in a parent, and has no row for what is that of the first', async () => {
    const bases = [
      { f: 'one\n', g: ten, h: 'h\n' },
      { f: 'two\n', g: 'other\n', h: 'h\n' },
    ];
    expect(await rowsOf({ f: 'two\n', g: ten, h: 'h\n' }, bases)).toEqual(['modified f only …', 'taken f of 1 only']);
  });

  test('a merge, asks the parents in order for what is that of none', async () => {
    const bases = [{ f: `first\n${ten}` }, { f: `${ten}last\n` }];
    expect(await rowsOf({ f: `first\n${ten}last\n` }, bases)).toEqual([
      'modified f only …',
      'source f of 0 only, 11 0 11 1',
      'source f of 1 only, 0 0 0 1',
    ]);
  });

  test('a merge of many, asks each version once', async () => {
    const bases = [{ f: ten }, { f: `a\n${ten}` }, { f: `a\n${ten}` }, {}, { f: ten }, { f: `b\n${ten}` }];
    expect(await rowsOf({ f: `c\n${ten}` }, bases)).toEqual([
      'modified f only …',
      'source f of 0 only, 0 0 0 1',
      'source f of 1 only, 0 1 0 1',
      'source f of 5 only, 0 1 0 1',
    ]);
    expect(await rowsOf({ f: `b\n${ten}` }, bases)).toEqual(['modified f only …', 'taken f of 5 only']);
  });

  test('a merge, names what is gone and what is its own', async () => {
    expect(await rowsOf({ own: ten }, [{ gone: 'x\n' }, { gone: 'y\n' }])).toEqual([
      'deleted gone only',
      'added own only …',
      'born own of 0 only, 0 0 0 10',
    ]);
  });

  test('a merge, says nothing of a mode', async () => {
    const executable = { mode: '100755', content: ten } as const;
    expect(await rowsOf({ f: executable }, [{ f: ten }, { f: 'x\n' }])).toEqual([]);
  });

  test('a merge, looks for renames where a parent has not the path, and for equal content first', async () => {
    const bases = [{ old: `${ten}x\n` }, { other: ten }];
    const wanted = ['renamed old > new only …', 'taken other > new of 1 only'];
    expect(await rowsOf({ new: ten }, bases, { similarPercent: 50 })).toEqual(wanted);
    expect(await rowsOf({ new: ten }, bases, 'exact')).toEqual([
      ...['added new only …', 'taken other > new of 1 only', 'deleted old only'],
    ]);
    expect(await rowsOf({ new: ten }, bases)).toEqual([
      ...['added new only …', 'born new of 0 only, 0 0 0 10', 'deleted old only'],
    ]);
    const edited = await rowsOf({ new: `${ten}y\n` }, bases, { similarPercent: 50 });
    expect(edited).toEqual([
      ...['renamed old > new only …', 'source old > new of 0 only, 10 1 10 1'],
      'source other > new of 1 only, 10 0 10 1',
    ]);
  });

  test('a merge beside the mainline, does not say what it renamed', async () => {
    const bases = [{ old: ten }, {}];
    const renamed = ['renamed old > new only …', 'taken old > new of 0 only'];
    expect(await rowsOf({ new: ten }, bases, 'exact')).toEqual(renamed);
    expect(await rowsOf({ new: ten }, bases, 'exact', lines)).toEqual([
      ...['added new only …', 'taken old > new of 0 only', 'deleted old only'],
    ]);
  });

  test('a parent that has the path, comes before one that has the text under another name', async () => {
    const rows = await rowsOf({ path: ten }, [{ name: ten }, { path: ten }], 'exact');
    expect(rows.slice(0, 2)).toEqual(['renamed name > path only …', 'taken path of 1 only']);
  });

  test('another type under the same path, is another file', async () => {
    const link = { mode: '120000', content: 'one' } as const;
    const module = { mode: '160000', content: 'ab'.repeat(20) } as const;
    const born = 'born f of 0 only, 0 0 0 1';
    expect(await rowsOf({ f: 'one' }, [{ f: link }])).toEqual(['modified f …', born]);
    expect(await rowsOf({ f: 'one' }, [{ f: link }, { f: 'one' }])).toEqual(['modified f only …', 'taken f of 1 only']);
    expect(await rowsOf({ f: 'one' }, [{ f: link }, { f: link }])).toEqual(['modified f only …', born]);
    // It is in the way of a rename as well.
    const bases = [{ x: 'x' }, { f: module, g: 'one' }];
    expect(await rowsOf({ f: 'one', x: 'x' }, bases, 'exact')).toEqual(['added f only …', born]);
  });

  test('a file that a submodule replaces, or that replaces one, is no end of a rename', async () => {
    const module = { mode: '160000', content: 'ab'.repeat(20) } as const;
    const gone = '0 10 0 0';
    const come = '0 0 0 10';
    const replaced = await rowsOf({ a: module, z: ten }, [{ a: ten }], 'exact');
    expect(replaced).toEqual([`deleted a, ${gone}`, `added z, ${come}`]);
    const replacing = await rowsOf({ a: ten }, [{ a: module, z: ten }], 'exact');
    expect(replacing).toEqual([`added a, ${come}`, `deleted z, ${gone}`]);
    // Beside a rename, whose source serves other new files.
    const bases = [{ a: module, b: ten, y: 'y\n' }];
    expect(await rowsOf({ a: ten, c: ten, d: 'y\n', e: ten, y: module }, bases, 'exact')).toEqual([
      ...[`added a, ${come}`, 'renamed b > c', 'added d, 0 0 0 1', 'added e …', 'taken b > e of 0 only'],
      'deleted y, 0 1 0 0',
    ]);
    expect(await rowsOf({ a: ten }, [{ a: module, b: ten }, { b: ten }], 'exact')).toEqual([
      ...['added a only …', 'taken b > a of 1 only', 'deleted b only'],
    ]);
  });

  test('a source that git diff uses once, serves every new file of a commit', async () => {
    expect(await rowsOf({ b: ten, c: ten }, [{ a: ten }], 'exact')).toEqual([
      'renamed a > b',
      'added c …',
      'taken a > c of 0 only',
    ]);
    const edited = { b: `${ten}b\n`, c: `c\n${ten}` };
    expect(await rowsOf(edited, [{ a: ten }], { similarPercent: 50 })).toEqual([
      'renamed a > b, 10 0 10 1',
      'added c …',
      'source a > c of 0 only, 0 0 0 1',
    ]);
    expect(await rowsOf({ b: ten, c: 'c\n' }, [{ a: ten }], 'exact')).toEqual(['renamed a > b', 'added c, 0 0 0 1']);
    // Nobody asks for lines.
    expect(await rowsOf({ b: ten, c: ten }, [{ a: ten }], 'exact', 0)).toEqual(['renamed a > b', 'added c']);
  });

  test('where git diff pairs otherwise than blame, the change is git’s and the lines are blame’s', async () => {
    // Both new files are like `a`; the one that is more so gets it, the other is paired with `b`.
    const bases = [{ a: numbered(0, 20), b: `${numbered(0, 12)}${numbered(50, 58)}` }];
    const tree = { x: numbered(0, 20), y: `${numbered(0, 17)}${numbered(50, 53)}` };
    expect(await rowsOf(tree, bases, { similarPercent: 50 })).toEqual([
      'renamed a > x',
      'renamed b > y …',
      'source a > y of 0 only, 17 3 17 3',
    ]);
  });

  test('line counts of a merge, are told of what was there when history may not know it', async () => {
    const tree = { f: `${ten}x\n`, taken: numbered(0, 4) };
    const bases = [{ f: ten, taken: 'one\n', gone: numbered(0, 3) }, { taken: numbered(0, 4) }];
    const told = async (flags: number): Promise<unknown> => {
      const slice = await sliceOf(tree, bases, 'off', flags);
      return slice.lines.map((row) => [row.path, kinds[row.kind], row.oldLines, row.newLines]);
    };
    const both = (isCounted: boolean): unknown => [
      ['f', 'modified', isCounted ? 10 : -1, -1],
      ['f', 'source', 10, 11],
      ['gone', 'deleted', isCounted ? 3 : -1, -1],
      ['taken', 'modified', isCounted ? 1 : -1, -1],
      ['taken', 'taken', 0, isCounted ? 4 : -1],
    ];
    expect(await told(lines | mainline | counts)).toEqual(both(true));
    expect(await told(lines | mainline)).toEqual(both(false));
  });

  test('rows of a merge, do not depend on what else the batch compares', async () => {
    const [before, after, other] = [{ f: ten, g: 'g\n' }, { f: `${ten}x\n` }, { f: `${ten}y\n` }].map((files) => {
      return makeTree(fixture, files);
    });
    const merge = { place: 1, tree: after!, bases: [before!, other!], flags: lines | mainline };
    const near = [0, 2].map((place): TreePair => ({ place, tree: after!, bases: [before!], flags: lines }));
    const [alone] = await extract([merge]);
    const among = await extract([near[0]!, merge, near[1]!]);
    expect(among[1]).toEqual(alone);
    expect(among[2]!.lines).toEqual(among[0]!.lines);
  });
});

describe('rows of a history', () => {
  /** Every commit against all its parents. */
  function pairsOf(fixture: GitFixture, flags: number): TreePair[] {
    const rows = fixture
      .git('log', '--format=%H %T %P', 'HEAD')
      .split('\n')
      .map((row) => row.trim().split(' '));
    const trees = new Map(rows.map(([commit, tree]) => [commit!, tree!]));
    return rows.map(([, tree, ...parents], place) => {
      return { place, tree: tree!, bases: parents.map((parent) => trees.get(parent)!), flags };
    });
  }

  const policies = ['off', 'exact', { similarPercent: 50 }] as const;

  test.each(policies)('do not depend on batches, renames %o', async (renames) => {
    using fixture = makeRandomRepository({ seed: 41, commitCount: 130 });
    for (const flags of [itemFlag.lines | itemFlag.mainline, itemFlag.lines | itemFlag.counts]) {
      const pairs = pairsOf(fixture, flags);
      const read = async (batchSize: number): Promise<PlainSlice[]> => {
        return joinSlices(await readPairs(new InlineSource(sourceSetup(fixture, { renames })), pairs, batchSize));
      };
      const whole = await read(1000);
      const merged = whole.filter((_, at) => pairs[at]!.bases!.length > 1);
      expect(merged.flatMap((slice) => slice.changes)).toEqual([]);
      expect(merged.flatMap((slice) => slice.lines).length).toBeGreaterThan(100);
      for (const batchSize of [1, 9]) expect(await read(batchSize)).toEqual(whole);
    }
  });
});
