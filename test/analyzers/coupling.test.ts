import { describe, expect, test } from 'vitest';
import { lnFactorial } from '../../analyzers/coupling/ln-factorial.ts';
import { type CommonCommits, lnFisher } from '../../analyzers/coupling/ln-fisher.ts';
import { communitiesOf } from '../../analyzers/coupling/louvain.ts';
import { distanceOf, isTestPair, relationOf } from '../../analyzers/coupling/pair-relation.ts';
import { WeightedGraph } from '../../analyzers/coupling/weighted-graph.ts';
import { coupling } from '../../analyzers/coupling/index.ts';
import { pathClassOf } from '../../engine/source/index.ts';
import { analyze, type Row } from '../support/analyzer-harness.ts';
import { added, type ChangeSpec, CommitStory, modified, renamed } from '../support/commit-story.ts';
import { randomFrom } from '../support/random.ts';
import { randomStory } from '../support/random-story.ts';

const edited = (path: string): ChangeSpec => modified(path, [0, 1, 0, 1]);
const everything = { 'min-support': 1, 'max-p': 1 };

describe("Fisher's exact test", () => {
  test('the lady who tastes tea: 4 of 4 cups right, and 3', () => {
    expect(Math.exp(lnFisher({ total: 8, first: 4, second: 4, together: 4 }))).toBeCloseTo(1 / 70, 14);
    expect(Math.exp(lnFisher({ total: 8, first: 4, second: 4, together: 3 }))).toBeCloseTo(17 / 70, 14);
  });

  test('is the ratio of whole numbers, in 400 tables of any shape', () => {
    const random = randomFrom(5);
    for (let at = 0; at < 400; at += 1) {
      const total = 2 + Math.floor(random() * (at % 10 === 0 ? 3000 : 200));
      const first = 1 + Math.floor(random() * total);
      const second = 1 + Math.floor(random() * total);
      const least = Math.max(0, first + second - total);
      const together = least + Math.floor(random() * (Math.min(first, second) - least + 1));
      const counts = { total, first, second, together };
      const exact = lnOfRatio(...exactTail(counts));
      expect(lnFisher(counts), JSON.stringify(counts)).toBeCloseTo(exact, 8);
    }
  });

  test('a million commits: the logarithm stays exact where p is no double', () => {
    const counts = { total: 1_000_000, first: 3000, second: 2500, together: 2000 };
    const exact = lnOfRatio(...exactTail(counts));
    expect(exact).toBeLessThan(-10_000);
    expect(Math.abs(lnFisher(counts) / exact - 1)).toBeLessThan(1e-11);
  });

  test('factorials are exact on both sides of where the series begins', () => {
    let factorial = 1n;
    for (let n = 1; n <= 170; n += 1) {
      factorial *= BigInt(n);
      expect(lnFactorial(n)).toBeCloseTo(Math.log(Number(factorial)), 11);
    }
  });
});

/** Ways with at least so many together, and all ways, as whole numbers. */
function exactTail({ total, first, second, together }: CommonCommits): [bigint, bigint] {
  let sum = 0n;
  // C(first, k) and C(total - first, second - k) step by step from the first term.
  let left = choose(first, together);
  let right = choose(total - first, second - together);
  for (let k = together; k <= Math.min(first, second); k += 1) {
    sum += left * right;
    left = (left * BigInt(first - k)) / BigInt(k + 1);
    const rest = BigInt(total - first - second + k + 1);
    right = rest === 0n ? 0n : (right * BigInt(second - k)) / rest;
  }
  return [sum, choose(total, second)];
}

function choose(n: number, k: number): bigint {
  let ways = 1n;
  for (let at = 0; at < Math.min(k, n - k); at += 1) ways = (ways * BigInt(n - at)) / BigInt(at + 1);
  return ways;
}

function lnOfRatio(above: bigint, below: bigint): number {
  return lnOf(above) - lnOf(below);
}

function lnOf(whole: bigint): number {
  const digits = whole.toString(2);
  const cut = Math.max(0, digits.length - 60);
  return Math.log(Number(whole >> BigInt(cut))) + cut * Math.LN2;
}

/** Five commits of a and b, one of a and c, five of d and e. */
function smallStory(): CommitStory {
  const story = new CommitStory().commit({}, added('src/a.c', 9), added('src/b.c', 9));
  for (let tick = 1; tick < 5; tick += 1) story.commit({ tick }, edited('src/a.c'), edited('src/b.c'));
  story.commit({ tick: 5 }, edited('src/a.c'), added('c.c', 1)).commit({ tick: 5 }, edited('c.c'));
  story.commit({ tick: 370 }, added('yarn.lock', 3), added('package.json', 3));
  for (let tick = 371; tick < 375; tick += 1) story.commit({ tick }, edited('yarn.lock'), edited('package.json'));
  return story;
}

describe('coupling', () => {
  test('a small history by hand', () => {
    // 11 commits count, and C(11, 5) = 462 ways to choose 5 of them. Both of the lock pair in the same five: 1 way.
    // Both in 5 of the 6 of a: 6 ways. Of two tests, the smaller p is times 2 and the larger times 2 / 2.
    const [lock, ...others] = analyze(coupling, smallStory()).table('coupled_pairs');
    expect(others).toEqual([]);
    expect(lock).toMatchObject({ file_a: 'package.json', file_b: 'yarn.lock', relation: 'routine', together: 5 });
    expect(lock).toMatchObject({ p: expect.closeTo(1 / 462, 9), p_adj: expect.closeTo(2 / 462, 9) });
    const p = 6 / 462;
    // Commits of days 0 to 4, and the end on day 374.
    const ages = [374, 373, 372, 371, 370];
    const decayed = ages.reduce((sum, days) => sum + 2 ** (-days / 365), 0);
    const weight = decayed * (5 / 6) * (1 - 30 / 55);
    const loose = analyze(coupling, smallStory(), { options: { 'max-p': 0.05 } });
    const [pair] = loose.table('coupled_pairs');
    expect(pair).toEqual({
      file_a: 'src/a.c',
      file_b: 'src/b.c',
      relation: 'hidden',
      together: 5,
      commits_a: 6,
      commits_b: 5,
      support: 5 / 11,
      confidence_ab: 5 / 6,
      confidence_ba: 1,
      lift: (5 * 11) / 30,
      jaccard: 5 / 6,
      p: expect.closeTo(p, 9),
      p_adj: expect.closeTo(p, 9),
      decayed: expect.closeTo(decayed, 9),
      weight: expect.closeTo(weight, 9),
      last_together: '2020-01-05T01:00:00Z',
      years: 1,
      test_pair: false,
      kind: 'same-folder',
      class_a: 'code',
      class_b: 'code',
    });
    expect(loose.record('aggregate')).toEqual({
      eligible_commits: 11,
      skipped_commits: 0,
      tested_pairs: 2,
      coupled_pairs: 2,
      hidden_pairs: 1,
      twin_pairs: 0,
      follower_pairs: 0,
      routine_pairs: 1,
      communities: 1,
      cut_pairs: 0,
    });
    expect(loose.table('soc')[0]).toEqual({ file: 'src/a.c', soc: 6, commits: 6, mean_partners: 1, class: 'code' });
    expect(loose.table('communities')).toEqual([
      {
        community: 1,
        files: 2,
        top_folder: 'src',
        folder_purity: 1,
        inner_edges: 1,
        cross_edges: 0,
        hub: 'src/a.c',
        members: ['src/a.c', 'src/b.c'],
      },
    ]);
  });

  test('commits with more files than max-files are counted and say nothing', () => {
    const story = new CommitStory().commit({}, added('a', 1), added('b', 1), added('c', 1));
    const analysis = analyze(coupling, story, { options: { ...everything, 'max-files': 2 }, changesPerSlice: 2 });
    expect(analysis.table('coupled_pairs')).toEqual([]);
    expect(analysis.gaps).toEqual({ coupling_skipped_commits: 1 });
  });

  test('a file keeps its commits through a rename', () => {
    const story = new CommitStory().commit({}, added('a', 5), added('x', 5)).commit({}, renamed('a', 'y'), edited('x'));
    expect(analyze(coupling, story, { options: everything }).table('coupled_pairs')).toMatchObject([
      { file_a: 'x', file_b: 'y', together: 2 },
    ]);
  });

  test.each([21, 22, 23])('equals what sets of commits give, seed %i', (seed) => {
    const story = randomStory(seed, 200);
    const analysis = analyze(coupling, story, { options: { ...everything, 'max-files': 6 }, changesPerSlice: 2 });
    const rows = analysis.table('coupled_pairs');
    const model = pairsModel(story, 6);
    expect(rows.map(pairName).sort()).toEqual([...model.keys()].sort());
    for (const row of rows) expect(row, pairName(row)).toMatchObject(model.get(pairName(row))!);
  });

  test.each([31, 32])('p is adjusted as by the definition of Benjamini and Hochberg, seed %i', (seed) => {
    const rows = analyze(coupling, randomStory(seed, 200), { options: everything }).table('coupled_pairs');
    expect(rows.length).toBeGreaterThan(20);
    const ps = rows.map((row) => Number(row['p'])).sort((a, b) => a - b);
    for (const row of rows) {
      const own = Number(row['p']);
      const candidates = ps.flatMap((p, at) => (p >= own * (1 - 1e-9) ? [(p * ps.length) / (at + 1)] : []));
      expect(Number(row['p_adj'])).toBeCloseTo(Math.min(1, ...candidates), 8);
    }
  });

  test('relations come in order, each by weight', () => {
    const rows = analyze(coupling, randomStory(33, 300), { options: everything }).table('coupled_pairs');
    const order = ['hidden', 'twins', 'followers', 'routine'];
    const keys = rows.map(({ relation, weight }) => [order.indexOf(String(relation)), -Number(weight)] as const);
    keys.slice(1).forEach(([relation, weight], at) => {
      const [before, weightBefore] = keys[at]!;
      expect(before < relation || (before === relation && weightBefore <= weight + 2 ** -15)).toBe(true);
    });
  });
});

const pairName = (row: Row): string => `${row['file_a']} ${row['file_b']}`;

/** From sets of files of each commit, with BigInt for p. */
function pairsModel(story: CommitStory, filesMax: number): Map<string, Row> {
  const last = story.commits.at(-1)!.seconds;
  const commits = story.commits
    .filter(({ isMerge, changes }) => !isMerge && changes.length <= filesMax)
    .map(({ seconds, changes }) => ({ seconds, files: new Set(changes.map(({ fileId }) => fileId)) }))
    .filter(({ files }) => files.size >= 2);
  const pathOf = new Map<number, string>();
  const paths = [...story.tree.keys()].sort((a, b) => (a < b ? -1 : 1));
  for (const path of paths.toReversed()) pathOf.set(story.identity.fileOf(story.pathId(path)), path);
  const having = (...files: number[]) => commits.filter((one) => files.every((file) => one.files.has(file)));
  const rows = new Map<string, Row>();
  for (const [one, file_a] of pathOf) {
    for (const [other, file_b] of pathOf) {
      const both = having(one, other);
      if (file_a >= file_b || both.length === 0) continue;
      const [a, b, n, ab] = [having(one).length, having(other).length, commits.length, both.length];
      const exact = exactTail({ total: n, first: a, second: b, together: ab });
      rows.set(`${file_a} ${file_b}`, {
        together: ab,
        commits_a: a,
        commits_b: b,
        support: ab / n,
        lift: (ab * n) / (a * b),
        jaccard: ab / (a + b - ab),
        p: expect.closeTo(Math.exp(lnOfRatio(...exact)), 9) as unknown as number,
        decayed: expect.closeTo(
          both.reduce((sum, { seconds }) => sum + 2 ** (-(last - seconds) / (365 * 86_400)), 0),
          9,
        ) as unknown as number,
        years: new Set(both.map(({ seconds }) => new Date(seconds * 1000).getUTCFullYear())).size,
      });
    }
  }
  return rows;
}

describe('what explains a pair', () => {
  const relation = (one: string, other: string): string => {
    return relationOf({ path: one, class: pathClassOf(one) }, { path: other, class: pathClassOf(other) });
  };

  test.each([
    ['src/a.c', 'src/b.c', 'hidden'],
    ['src/a.c', 'src/a.h', 'twins'],
    ['convert.c', 't/t0021-convert.sh', 'twins'],
    ['builtin/repo.c', 'Documentation/git-repo.adoc', 'twins'],
    ['src/Shape.java', 'src/ShapeTest.java', 'twins'],
    ['src/parse.ts', 'src/parse/token.ts', 'twins'],
    ['lib/index.js', 'lib/view/index.js', 'hidden'],
    ['test/express.raw.js', 'test/express.text.js', 'followers'],
    ['src/a.c', 'doc/manual.md', 'followers'],
    ['src/a.c', 'CHANGELOG.md', 'routine'],
    ['package.json', 'yarn.lock', 'routine'],
    ['vendor/x.c', 'src/x.c', 'routine'],
  ])('%s and %s are %s', (one, other, expected) => {
    expect(relation(one, other)).toBe(expected);
    expect(relation(other, one)).toBe(expected);
  });

  test('a test pair is a file and its test', () => {
    expect(isTestPair({ path: 'a/x.ts', class: 'code' }, { path: 'test/x.test.ts', class: 'test' })).toBe(true);
    expect(isTestPair({ path: 'a/x.ts', class: 'code' }, { path: 'test/y.test.ts', class: 'test' })).toBe(false);
    expect(isTestPair({ path: 'test/x.ts', class: 'test' }, { path: 'test/x.test.ts', class: 'test' })).toBe(false);
  });

  test.each([
    ['a/x', 'a/y', 'same-folder'],
    ['x', 'y', 'same-folder'],
    ['x', 'a/y', 'sibling'],
    ['a/b/x', 'a/c/y', 'sibling'],
    ['a/b/x', 'a/c/d/y', 'distant'],
    ['a/x', 'b/c/y', 'distant'],
  ])('%s and %s are %s', (one, other, expected) => {
    expect(distanceOf(one, other)).toBe(expected);
  });
});

type Edge = readonly [number, number, number];

function graphOf(nodeCount: number, edges: readonly Edge[]): WeightedGraph {
  const degrees = new Uint32Array(nodeCount);
  for (const [one, other] of edges) for (const node of [one, other]) degrees[node]! += 1;
  const graph = new WeightedGraph(degrees);
  for (const edge of edges) graph.join(...edge);
  return graph;
}

/** Σ over pairs of nodes of one community of (weight − strength × strength / 2m), by 2m. */
function modularity(nodeCount: number, edges: readonly Edge[], community: ArrayLike<number>): number {
  const strengths = new Float64Array(nodeCount);
  for (const [one, other, weight] of edges) for (const node of [one, other]) strengths[node]! += weight;
  const everything = strengths.reduce((sum, strength) => sum + strength, 0);
  let sum = 0;
  for (const [one, other, weight] of edges) if (community[one] === community[other]) sum += 2 * weight;
  for (let one = 0; one < nodeCount; one += 1) {
    for (let other = 0; other < nodeCount; other += 1) {
      if (community[one] === community[other]) sum -= (strengths[one]! * strengths[other]!) / everything;
    }
  }
  return sum / everything;
}

describe('communities', () => {
  test('two triangles with one edge between them', () => {
    const edges: Edge[] = [
      [0, 1, 1],
      [1, 2, 1],
      [0, 2, 1],
      [3, 4, 1],
      [4, 5, 1],
      [3, 5, 1],
      [2, 3, 1],
    ];
    expect([...communitiesOf(graphOf(6, edges))]).toEqual([0, 0, 0, 3, 3, 3]);
  });

  test('a ring of thirty cliques of five comes apart into pairs of cliques at most', () => {
    const edges: Edge[] = [];
    for (let clique = 0; clique < 30; clique += 1) {
      const [from, next] = [clique * 5, ((clique + 1) % 30) * 5];
      for (let one = 0; one < 5; one += 1)
        for (let other = 0; other < one; other += 1) edges.push([from + other, from + one, 1]);
      edges.push([from, next, 1]);
    }
    const community = communitiesOf(graphOf(150, edges));
    for (let node = 0; node < 150; node += 1) expect(community[node]).toBe(community[node - (node % 5)]);
    expect(new Set(community).size).toBeGreaterThanOrEqual(15);
  });

  test.each([1, 2, 3, 4])('planted groups are found, and no move of one node is better, seed %i', (seed) => {
    const random = randomFrom(seed);
    const edges: Edge[] = [];
    for (let one = 0; one < 60; one += 1) {
      for (let other = 0; other < one; other += 1) {
        const isIn = Math.floor(one / 15) === Math.floor(other / 15);
        if (random() < (isIn ? 0.5 : 0.03)) edges.push([other, one, 1 + Math.floor(random() * 9)]);
      }
    }
    const community = communitiesOf(graphOf(60, edges));
    const planted = Array.from({ length: 60 }, (_, node) => Math.floor(node / 15));
    const found = modularity(60, edges, community);
    expect(found).toBeGreaterThanOrEqual(modularity(60, edges, planted) - 0.01);
    for (let node = 0; node < 60; node += 1) {
      for (const to of new Set(community)) {
        expect(modularity(60, edges, community.with(node, to))).toBeLessThanOrEqual(found + 1e-12);
      }
    }
  });

  test('nothing joined is nobody', () => {
    expect([...communitiesOf(graphOf(0, []))]).toEqual([]);
  });
});
