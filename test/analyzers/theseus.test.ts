import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { analyse } from '../../analysis/index.ts';
import { theseus } from '../../analyzers/theseus/index.ts';
import { analyze } from '../support/analyzer-harness.ts';
import { GitFixture } from '../support/git-fixture.ts';
import { randomFrom } from '../support/random.ts';
import { randomStory } from '../support/random-story.ts';

const day = 86_400;
const start = Date.UTC(2019, 9, 1, 12) / 1000;
const files = ['README', '.hidden', 'src/main.c', 'src/deep/list.tar.gz', 'doc/guide.txt'];
const people = [
  { name: 'Ada', email: 'ada@example.org' },
  { name: 'Bob', email: 'bob@mail.example.com' },
];
const fixture = makeFixture();
const directory = mkdtempSync(join(tmpdir(), 'theseus-'));
afterAll(() => {
  fixture.dispose();
  rmSync(directory, { recursive: true });
});

/** Edits of random lines, every five days for half a year, two of them on a branch. */
function makeFixture(): GitFixture {
  const made = GitFixture.init();
  const random = randomFrom(3);
  const texts = new Map<string, string[]>();
  let count = 0;
  const edit = (at: number, only?: string): void => {
    const path = only ?? files[Math.floor(random() * files.length)]!;
    const lines = texts.get(path) ?? [];
    const cut = Math.floor(random() * (lines.length + 1));
    lines.splice(
      cut,
      Math.floor(random() * 4),
      ...Array.from({ length: 1 + Math.floor(random() * 6) }, () => `l${count++}`),
    );
    texts.set(path, lines);
    const author = people[Math.floor(random() * people.length)]!;
    made.commit({ files: { [path]: `${lines.join('\n')}\n` }, author, authorTime: start + at * day });
  };
  for (let at = 0; at < 100; at += 5) edit(at);
  made.git('checkout', '-qb', 'side');
  edit(101, 'doc/guide.txt');
  edit(103, 'doc/guide.txt');
  made.git('checkout', '-q', 'main');
  edit(102, 'src/main.c');
  made.merge('side', { authorTime: start + 106 * day });
  for (let at = 110; at < 180; at += 5) edit(at);
  return made;
}

interface Curves {
  readonly y: readonly (readonly number[])[];
  readonly ts: readonly string[];
  readonly labels: readonly string[];
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8'));

/** Lines of a commit's tree by label, as `git blame` has them. */
function blamed(commit: string, kind: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const path of fixture.git('ls-tree', '-r', '--name-only', commit).split('\n')) {
    const text = fixture.git('blame', '--line-porcelain', commit, '--', path);
    for (const block of text.split(/^\t.*$/m).slice(0, -1)) {
      const label = labelOf(kind, path, (key) => new RegExp(`^${key} (.*)$`, 'm').exec(block)![1]!);
      counts[label] = (counts[label] ?? 0) + 1;
    }
  }
  return counts;
}

function labelOf(kind: string, path: string, header: (key: string) => string): string {
  if (kind === 'authors') return header('author');
  if (kind === 'domains') return header('author-mail').slice(1, -1).split('@').at(-1)!;
  if (kind === 'dirs') return `${path.includes('/') ? path.split('/')[0]! : ''}/`;
  if (kind === 'cohorts') {
    return `Code added in ${new Date(Number(header('committer-time')) * 1000).getUTCFullYear()}`;
  }
  return { README: '', '.hidden': '', 'src/main.c': '.c', 'src/deep/list.tar.gz': '.gz' }[path] ?? '.txt';
}

describe('the files of git-of-theseus', () => {
  test('have the lines that git blame has at each sample, a week or more apart', async () => {
    await using analysis = await analyse({ repository: fixture.path, workers: 0, analyzers: ['compat/theseus'] });
    await analysis.write('json', directory, { compat: 'theseus' });
    const mainline = fixture.git('log', '--first-parent', '--format=%H %ct').split('\n');
    for (const kind of ['cohorts', 'exts', 'authors', 'dirs', 'domains']) {
      const { y, ts, labels } = read(kind) as Curves;
      expect(labels).toEqual(labels.toSorted());
      const times = ts.map((text) => Date.parse(`${text}Z`) / 1000);
      expect(times.length).toBeGreaterThan(15);
      for (const [at, time] of times.entries()) {
        if (at > 0) expect(time - times[at - 1]!).toBeGreaterThan(7 * day);
        const commit = mainline.find((line) => line.endsWith(` ${time}`))!.slice(0, 40);
        const ours = Object.fromEntries(
          labels.map((label, n) => [label, y[n]![at]!]).filter(([, lines]) => lines !== 0),
        );
        expect(ours, `${kind} of ${commit}`).toEqual(blamed(commit, kind));
      }
    }
  });

  test('follow each commit from its landing to its last line or the end', () => {
    const survival = read('survival') as Record<string, [number, number][]>;
    const end = start + 175 * day;
    const alive = blamed('HEAD', 'authors');
    const left = Object.values(survival).reduce((sum, history) => sum + history.at(-1)![1], 0);
    expect(left).toBe((alive['Ada'] ?? 0) + (alive['Bob'] ?? 0));
    for (const history of Object.values(survival)) {
      const times = history.map(([at]) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(history.at(-1)![1] === 0 || history.at(-1)![0] === end).toBe(true);
    }
  });

  test.each([1, 2, 3])('each kind of label has all lines of the tree at the end, seed %i', (seed) => {
    const analysis = analyze(theseus, randomStory(seed, 120));
    const lastOf = (kind: string): number =>
      analysis.table(kind).reduce((sum, row) => sum + (row['lines'] as readonly number[]).at(-1)!, 0);
    const sums = ['cohorts', 'exts', 'authors', 'dirs', 'domains'].map(lastOf);
    expect(new Set(sums).size).toBe(1);
    expect(sums[0]).toBeGreaterThan(0);
  });

  test('are refused of a report without their analyzer, and as a stream', async () => {
    await using analysis = await analyse({ repository: fixture.path, workers: 0, analyzers: ['history/changes'] });
    await expect(analysis.write('json', directory, { compat: 'theseus' })).rejects.toThrow(/compat\/theseus/);
    await expect(analysis.write('csv', directory, { compat: 'theseus' })).rejects.toThrow(/they are json/);
    await expect(analysis.write('json', process.stdout, { compat: 'theseus' })).rejects.toThrow(/several files/);
  });
});
