import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { analyse } from '../../analysis/index.ts';
import { hercules } from '../../analyzers/hercules/index.ts';
import { analyze } from '../support/analyzer-harness.ts';
import { added, CommitStory, modified } from '../support/commit-story.ts';
import { GitFixture } from '../support/git-fixture.ts';

const day = 86_400;
const start = Date.UTC(2020, 0, 1, 12) / 1000;
const fixture = GitFixture.init();
const directory = mkdtempSync(join(tmpdir(), 'hercules-'));
const ada = { name: 'Ada "the" First', email: 'ada@example.org' };
const bob = { name: 'Bob', email: 'bob@example.org' };
const lines = (name: string, count: number): string =>
  Array.from({ length: count }, (_, n) => `${name}${n}\n`).join('');

interface Document {
  readonly hercules: Readonly<Record<string, unknown>>;
  readonly Burndown: {
    readonly granularity: number;
    readonly sampling: number;
    readonly tick_size: number;
    readonly project: string;
    readonly files: Readonly<Record<string, string>>;
    readonly people: Readonly<Record<string, string>>;
    readonly people_sequence: readonly string[];
    readonly people_interaction: string;
  };
  readonly Couples: Readonly<
    Record<'files_coocc' | 'people_coocc', { index: string[]; lines?: number[]; matrix: Record<string, number>[] }>
  >;
  readonly Devs: {
    readonly ticks: Readonly<Record<string, Readonly<Record<string, unknown[]>>>>;
    readonly people: readonly string[];
    readonly tick_size: number;
  };
}

let document: Document;
const matrix = (text: string): number[][] => text.split('\n').map((row) => row.trim().split(/ +/).map(Number));

beforeAll(async () => {
  fixture.commit({ files: { 'a.c': lines('a', 10) }, author: ada, authorTime: start });
  fixture.commit({ files: { 'a.c': lines('a', 8), 'b.py': lines('b', 4) }, author: bob, authorTime: start + 40 * day });
  fixture.commit({ files: { 'a.c': lines('x', 3) + lines('a', 6) }, author: bob, authorTime: start + 70 * day });
  await using analysis = await analyse({
    ...{ repository: fixture.path, workers: 0, analyzers: ['compat/hercules'] },
    analyzerOptions: { 'compat/hercules': { files: true } },
  });
  const path = join(directory, 'hercules.yaml');
  await analysis.write('yaml', path, { compat: 'hercules', title: 'a: "title"' });
  document = parse(readFileSync(path, 'utf8')) as Document;
});

afterAll(() => {
  fixture.dispose();
  rmSync(directory, { recursive: true });
});

describe('the document of hercules', () => {
  test('has the head and the parameters of labours', () => {
    expect(document.hercules).toMatchObject({
      ...{ version: 10, repository: 'a: "title"', commits: 3 },
      ...{ begin_unix_time: start, end_unix_time: start + 70 * day },
    });
    expect(document.Burndown).toMatchObject({ granularity: 30, sampling: 30, tick_size: day });
  });

  test('has a matrix of samples and bands for the project, each file and each person', () => {
    expect(matrix(document.Burndown.project)).toEqual([
      [10, 0, 0],
      [8, 4, 0],
      [6, 4, 3],
    ]);
    expect(document.Burndown.people_sequence).toEqual(['Ada "the" First', 'Bob']);
    expect(matrix(document.Burndown.people['Ada "the" First']!).map(([band]) => band)).toEqual([10, 8, 6]);
    expect(matrix(document.Burndown.people['Bob']!)).toEqual([
      [0, 0, 0],
      [0, 4, 0],
      [0, 4, 3],
    ]);
    expect(Object.keys(document.Burndown.files)).toEqual(['a.c', 'b.py']);
    expect(matrix(document.Burndown.files['b.py']!).at(-1)).toEqual([0, 4, 0]);
  });

  test('has who wrote how much, and who removed it', () => {
    expect(matrix(document.Burndown.people_interaction)).toEqual([
      [10, 0, 0, -4],
      [7, 0, 0, 0],
    ]);
  });

  test('has the matrices of files and people that change together', () => {
    const { files_coocc: files, people_coocc: people } = document.Couples;
    expect(files).toEqual({
      index: ['a.c', 'b.py'],
      lines: [9, 4],
      matrix: [
        { 0: 3, 1: 1 },
        { 0: 1, 1: 1 },
      ],
    });
    expect(people.index.toSorted()).toEqual(['Ada "the" First', 'Bob']);
    const [first, second] = [people.index.indexOf('Ada "the" First'), people.index.indexOf('Bob')];
    expect(people.matrix[first]).toEqual({ [first]: 1, [second]: 1 });
    expect(people.matrix[second]).toEqual({ [first]: 1, [second]: 3 });
  });

  test('has the work of people by tick and language, replaced lines apart', () => {
    const { ticks, people, tick_size } = document.Devs;
    expect(tick_size).toBe(day);
    const of = (tick: number, name: string): unknown => ticks[tick]![people.indexOf(name)];
    expect(of(0, 'Ada "the" First')).toEqual([1, 10, 0, 0, { C: [10, 0, 0] }]);
    expect(of(40, 'Bob')).toEqual([1, 4, 2, 0, { C: [0, 2, 0], Python: [4, 0, 0] }]);
  });

  test('people beyond the limit share a matrix', () => {
    const story = new CommitStory()
      .commit({ person: 0 }, added('a.c', 5))
      .commit({ person: 1, tick: 1 }, added('b.c', 4))
      .commit({ person: 2, tick: 2 }, added('c.c', 3), modified('b.c', [0, 1, 0, 0]));
    const analysis = analyze(hercules, story, { options: { 'people-max': 1 } });
    expect(analysis.table('people').map(({ layer, bands }) => [layer, bands])).toEqual([
      ['Ada', [5]],
      ['others', [6]],
    ]);
    expect(analysis.table('people_interaction').map(({ lines: row }) => row)).toEqual([
      [5, 0, 0, 0],
      [7, 0, 0, -1],
    ]);
  });

  test('is refused of a report without its analyzer', async () => {
    await using analysis = await analyse({ repository: fixture.path, workers: 0, analyzers: ['history/changes'] });
    const path = join(directory, 'other.yaml');
    await expect(analysis.write('yaml', path, { compat: 'hercules' })).rejects.toThrow(/compat\/hercules/);
  });
});
