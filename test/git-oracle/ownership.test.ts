import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EngineRun, runEngine } from '../support/engine-run.ts';
import { absent, type GitChange, gitChanges, gitlink } from '../support/git-changes.ts';
import type { GitFixture } from '../support/git-fixture.ts';
import { makeRandomRepository } from '../support/random-repository.ts';

type Row = Readonly<Record<string, unknown>>;

const cases = [{ seed: 301 }, { seed: 302 }] as const;

for (const { seed } of cases) {
  describe(`ownership of repository ${seed} is what git says`, () => {
    const fixture = makeRandomRepository({ seed, commitCount: 160, withoutGitlinks: true });
    let run: EngineRun;
    let rows: readonly Row[];
    beforeAll(async () => {
      const analyzers = ['ownership'];
      run = await runEngine({ repository: fixture.path, analyzers, rules: { renames: 'off' }, chunkCommits: 40 });
      rows = run.report.analyzers['history/ownership']!['ownership']!;
    });
    afterAll(() => fixture.dispose());

    test('lines of each file by author are those of git blame', () => {
      const people = personByEmail(run);
      let lines = 0;
      const wanted = new Map<string, Map<string, number>>();
      for (const { path, lineCount } of textFiles(fixture)) {
        lines += lineCount;
        if (isOdd(path)) continue;
        const owners = new Map<string, number>();
        for (const email of blamed(fixture, path)) increase(owners, people.get(email)!);
        if (owners.size > 0) wanted.set(path, owners);
      }
      const found = new Map<string, Map<string, number>>();
      let all = 0;
      for (const { scope, key, basis, person, value } of rows) {
        if (basis !== 'alive') continue;
        if (scope === 'all') all += Number(value);
        if (scope !== 'file' || isOdd(String(key))) continue;
        const owners = found.get(String(key)) ?? new Map<string, number>();
        owners.set(String(person), Number(value));
        found.set(String(key), owners);
      }
      expect(found).toEqual(wanted);
      expect(wanted.size).toBeGreaterThan(5);
      expect(all).toBe(lines);
    });

    test('the truck factor of Avelino by a slow model', () => {
      const slow = slowTruckFactor(authorsByFile(fixture, run), run);
      const factors = run.report.analyzers['history/ownership']!['truck_factors']!;
      const own = factors.find(({ scope, definition, population }) => {
        return scope === 'all' && definition === 'avelino' && population === 'all';
      })!;
      expect(own['people']).toEqual(slow.people);
      expect(own['k']).toBe(slow.people.length);
      expect(own['coverage']).toBeCloseTo(slow.coverage, 12);
      expect(slow.people.length).toBeGreaterThan(0);
    });

    test('a small table of facts, more threads and other chunks give the same digest', async () => {
      const rules = { renames: 'off' } as const;
      const small = { repository: fixture.path, analyzers: ['ownership'], rules, factBytes: 4096, partBytes: 4096 };
      const other = await runEngine({ ...small, chunkCommits: 7, workerCount: 1 });
      expect(other.digest).toBe(run.digest);
    });
  });
}

function personByEmail({ history }: EngineRun): Map<string, string> {
  const { people } = history;
  return new Map(Array.from({ length: people.count }, (_, id) => [people.email(id), people.name(id)]));
}

/** A name that is not UTF-8 cannot be asked for. */
function isOdd(path: string): boolean {
  return path.includes('\ufffd');
}

function textFiles(fixture: GitFixture): { path: string; lineCount: number }[] {
  const output = fixture.gitBytes(['ls-tree', '-r', '-z', 'HEAD']).toString('utf8');
  const lines = output.split('\0').filter((line) => line !== '' && !line.startsWith(gitlink));
  return lines.flatMap((line) => {
    const bytes = fixture.gitBytes(['cat-file', 'blob', line.split(/[ \t]/)[2]!]);
    const path = line.slice(line.indexOf('\t') + 1);
    return bytes.subarray(0, 8000).includes(0) ? [] : [{ path, lineCount: lineCountOf(bytes) }];
  });
}

function lineCountOf(bytes: Buffer): number {
  const feeds = bytes.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
  return feeds + (bytes.length === 0 || bytes.at(-1) === 10 ? 0 : 1);
}

/** The author of each line, by e-mail in lower case. */
function blamed(fixture: GitFixture, path: string): string[] {
  const output = fixture.gitBytes(['blame', '--line-porcelain', '--no-follow', 'HEAD', '--', path]).toString('utf8');
  return [...output.matchAll(/^author-mail <(.*)>$/gm)].map((match) => match[1]!.toLowerCase());
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Of each file of the tree, in walk order: who changed it, and whether it came with the change. */
function authorsByFile(fixture: GitFixture, { history }: EngineRun): Map<string, { person: number; isNew: boolean }[]> {
  const alive = fixture.gitBytes(['ls-tree', '-r', '-z', '--name-only', 'HEAD']).toString('latin1').split('\0');
  const changes = gitChanges(fixture, ['--no-merges', '--no-renames']);
  const work = new Map(
    alive.filter((path) => path !== '').map((path) => [path, [] as { person: number; isNew: boolean }[]]),
  );
  for (const [place, index] of history.order.entries()) {
    const person = history.personOfPlace[place]!;
    for (const { path, oldMode } of changes.get(history.table.oidHex(index)) ?? ([] as GitChange[])) {
      work.get(path)?.push({ person, isNew: oldMode === absent });
    }
  }
  return work;
}

/** Sets of files by author, as the authors' own program has them. */
function slowTruckFactor(
  work: Map<string, { person: number; isNew: boolean }[]>,
  { history }: EngineRun,
): { people: string[]; coverage: number } {
  const filesOf = new Map<number, Set<string>>();
  let fileCount = 0;
  for (const [path, changes] of work) {
    if (changes.length === 0) continue;
    fileCount += 1;
    const created = changes.find(({ isNew }) => isNew);
    const later = changes.filter((change) => change !== created);
    const people = [...new Set(changes.map(({ person }) => person))];
    const degrees = people.map((person) => {
      const own = later.filter((change) => change.person === person).length;
      const first = created?.person === person ? 1.098 : 0;
      return 3.293 + first + 0.164 * own - 0.321 * Math.log(1 + later.length - own);
    });
    people.forEach((person, at) => {
      const isAuthor = degrees[at]! >= 3.293 && degrees[at]! / Math.max(...degrees) > 0.75;
      if (isAuthor) filesOf.set(person, (filesOf.get(person) ?? new Set()).add(path));
    });
  }
  const people: string[] = [];
  const coverage = (): number => new Set([...filesOf.values()].flatMap((files) => [...files])).size / fileCount;
  while (filesOf.size > 0 && coverage() >= 0.5) {
    const [top] = [...filesOf].sort((a, b) => b[1].size - a[1].size || a[0] - b[0])[0]!;
    people.push(history.people.name(top));
    filesOf.delete(top);
  }
  return { people, coverage: coverage() };
}
