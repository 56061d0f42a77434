import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BurndownBlock, CoupledPair } from '../../../analyzers/index.ts';
import { codeTree, foldersOf, nodeAt } from '../../../cmd/web/charts/code-tree.ts';
import { mergedCohorts } from '../../../cmd/web/charts/merged-cohorts.ts';
import { shortNames } from '../../../cmd/web/charts/short-names.ts';
import { squarify } from '../../../cmd/web/charts/squarify.ts';
import { ticksOf } from '../../../cmd/web/charts/time-axis.ts';
import { treemapLayout } from '../../../cmd/web/charts/treemap-layout.ts';
import { couplingClusters } from '../../../cmd/web/page/coupling-clusters.ts';
import { searchTerms } from '../../../cmd/web/page/search-terms.ts';

describe('squarify', () => {
  test('squarify gives areas in proportion that fill the whole and do not overlap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 10, max: 2000 }),
        fc.integer({ min: 10, max: 2000 }),
        (weights, width, height) => {
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          const areas = squarify(weights, { x: 5, y: 7, width, height });
          for (const [at, area] of areas.entries()) {
            expect(area.width * area.height).toBeCloseTo((width * height * weights[at]!) / total, 3);
            expect(area.x).toBeGreaterThanOrEqual(5 - 1e-6);
            expect(area.x + area.width).toBeLessThanOrEqual(5 + width + 1e-6);
            expect(area.y + area.height).toBeLessThanOrEqual(7 + height + 1e-6);
            for (const other of areas.slice(at + 1)) {
              const x = Math.min(area.x + area.width, other.x + other.width) - Math.max(area.x, other.x);
              const y = Math.min(area.y + area.height, other.y + other.height) - Math.max(area.y, other.y);
              expect(Math.min(x, y)).toBeLessThan(1e-6);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('codeTree', () => {
  const file = (
    path: string,
    lines: number,
    commits: number,
  ): { path: string; lines: number; commits: number; people: number } => ({
    path,
    lines,
    commits,
    people: 1,
  });
  const tree = codeTree([
    file('src/main/java/A.java', 10, 5),
    file('src/main/java/b/B.java', 30, 9),
    file('x.c', 1, 2),
  ]);

  test('codeTree joins folders with one folder in them, sums lines and takes the most commits', () => {
    const [joined, single] = tree.children!;
    expect(joined).toMatchObject({ name: 'src/main/java', path: 'src/main/java', lines: 40, commits: 9 });
    expect(single).toMatchObject({ name: 'x.c', children: undefined });
    expect(foldersOf(tree).map(({ path }) => path)).toEqual(['src/main/java', 'src/main/java/b']);
    expect(nodeAt(tree, 'src/main/java/b')).toMatchObject({ lines: 30 });
    expect(nodeAt(tree, 'src/main')).toBeUndefined();
  });

  test('treemapLayout opens folders at every depth while there is room', () => {
    const deep = codeTree(
      Array.from({ length: 12 }, (_, at) =>
        file(`${Array.from({ length: at }, (_unused, k) => `d${k}`).join('/')}/f${at}.c`, 500, 1),
      ),
    );
    const kinds = treemapLayout(deep, { x: 0, y: 0, width: 1400, height: 900 }).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'open').length).toBeGreaterThan(6);
  });
});

describe('labels', () => {
  test('shortNames gives as many folders as tell paths apart, and an ellipsis in the middle', () => {
    expect(shortNames(['a/app.css', 'b/app.css', 'b/x.js'], 20)).toEqual(['a/app.css', 'b/app.css', 'x.js']);
    expect(shortNames(['a/a-very-long-name-of-a-file.ts'], 12)).toEqual(['a-ve…file.ts']);
  });

  test('shortNames never gives two paths one name', () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'app.css', 'a-long-name.ts'), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.uniqueArray(
          path.map((parts) => parts.join('/')),
          { maxLength: 30 },
        ),
        (paths) => {
          expect(new Set(shortNames(paths, 14)).size).toBe(paths.length);
        },
      ),
    );
  });

  test('ticksOf stands at years in a long time and at months in a short one', () => {
    const at = (text: string): number => Date.parse(text) / 1000;
    const days = (ticks: readonly number[]): string[] => ticks.map((tick) => new Date(tick).toISOString().slice(0, 10));
    expect(days(ticksOf(at('2007-07-09'), at('2026-08-21'), 12))).toEqual(
      [2008, 2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024, 2026].map((year) => `${year}-01-01`),
    );
    expect(days(ticksOf(at('2024-02-10'), at('2024-05-20'), 12))).toEqual(['2024-03-01', '2024-04-01', '2024-05-01']);
  });
});

describe('mergedCohorts', () => {
  test('mergedCohorts joins the oldest years, and loses no line', () => {
    const names = Array.from({ length: 60 }, (_, at) => `${2005 + Math.floor(at / 4)} Q${(at % 4) + 1}`);
    const cohorts = names.map((name, at) => ({ name, lines: [at, 2 * at] }));
    const merged = mergedCohorts({ cohorts, written: names.map(() => 1) } as unknown as BurndownBlock, 10);
    expect(merged.map(({ name }) => name)).toEqual([
      '2005–2010',
      ...Array.from({ length: 9 }, (_, at) => String(2011 + at)),
    ]);
    const sum = (at: number): number => merged.reduce((total, { lines }) => total + lines[at]!, 0);
    expect([sum(0), sum(1)]).toEqual([(59 * 60) / 2, 59 * 60]);
  });
});

describe('couplingClusters', () => {
  const pair = (a: number, b: number, strength: number, commits: number): CoupledPair => ({
    a,
    b,
    strength,
    commits,
    isRoutine: false,
  });

  test('couplingClusters joins what strong pairs connect, the heaviest group first', () => {
    const groups = couplingClusters([
      pair(0, 1, 0.9, 20),
      pair(2, 3, 0.8, 200),
      pair(3, 4, 0.7, 100),
      pair(1, 2, 0.3, 500),
    ]);
    expect(groups.map(({ files }) => [...files].sort())).toEqual([
      [2, 3, 4],
      [0, 1],
    ]);
  });

  test('couplingClusters keeps groups at eight files', () => {
    const chain = Array.from({ length: 20 }, (_, at) => pair(at, at + 1, 0.9, 100 - at));
    const groups = couplingClusters(chain);
    expect(groups.length).toBeGreaterThan(1);
    expect(Math.max(...groups.map(({ files }) => files.length))).toBe(8);
  });
});

describe('searchTerms', () => {
  test.each([
    ['src PARSER', ['src/Parser.ts', 'Ada'], true],
    ['src ada', ['src/Parser.ts', 'Ada'], true],
    ['src bob', ['src/Parser.ts', 'Ada'], false],
    ['*.ts', ['src/Parser.ts'], true],
    ['*.t', ['src/Parser.ts'], false],
    ['src/?arser.ts', ['src/Parser.ts'], true],
    ['a-b.*', ['a-b.c'], true],
    ['(.*', ['(x'], false],
    ['***.ts', ['x.ts'], true],
    ['', ['anything'], true],
  ])('searchTerms of %j in %j is %j', (query, texts, isFound) => {
    expect(searchTerms(query)(texts)).toBe(isFound);
  });
});
