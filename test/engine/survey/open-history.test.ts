import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { History } from '../../../engine/index.ts';
import { historyOf } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomFrom } from '../../support/random.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';

interface Commit {
  readonly oid: string;
  readonly parents: readonly string[];
  readonly seconds: number;
}

/** The rule as it is written: of the commits whose parents are out, the one of the smallest time, then id. */
function naiveWalk(commits: readonly Commit[]): string[] {
  const out = new Set<string>();
  let left = [...commits];
  while (left.length > 0) {
    const ready = left.filter(({ parents }) => parents.every((parent) => out.has(parent)));
    ready.sort((a, b) => a.seconds - b.seconds || (a.oid < b.oid ? -1 : 1));
    const next = ready[0]!;
    out.add(next.oid);
    left = left.filter((commit) => commit !== next);
  }
  return Array.from(out);
}

function commitsOf(fixture: GitFixture, ...words: string[]): Commit[] {
  const lines = fixture.git('log', '--format=%H/%P/%ct', ...words, 'HEAD').split('\n');
  return lines.map((line) => {
    const [oid, parents, seconds] = line.split('/') as [string, string, string];
    return { oid, parents: parents.split(' ').filter((parent) => parent !== ''), seconds: Number(seconds) };
  });
}

function walkOf(history: History): string[] {
  return Array.from(history.order, (index) => history.table.oidHex(index));
}

/** Commit objects written by hand, so that git's own checks are not in the way; all of one tree. */
class HandMade {
  readonly fixture: GitFixture = GitFixture.init({ bare: true });
  readonly commits: Commit[] = [];
  readonly #tree: string = this.#write('tree', '');

  add(parents: readonly string[], seconds: number, message = ''): string {
    const links = parents.map((parent) => `parent ${parent}\n`).join('');
    const people = `author A <a@example.org> 5 +0000\ncommitter B <b@example.org> ${seconds} +0000\n`;
    const oid = this.#write('commit', `tree ${this.#tree}\n${links}${people}\n${message}\n`);
    this.commits.push({ oid, parents, seconds });
    this.fixture.git('update-ref', 'refs/heads/main', oid);
    return oid;
  }

  #write(kind: string, input: string): string {
    const words = ['hash-object', '-t', kind, '-w', '--stdin', '--literally'];
    return this.fixture.gitBytes(words, { input }).toString().trim();
  }
}

describe('openHistory, order of the walk', () => {
  test('is oldest first with parents before children, ties by time, then id', () => {
    for (const seed of [41, 42, 43, 44]) {
      using fixture = makeRandomRepository({ seed, commitCount: 160, isRepacked: seed % 2 === 0 });
      const history = historyOf(fixture.path);
      const commits = commitsOf(fixture);
      expect(walkOf(history)).toEqual(naiveWalk(commits));
      expect(history.head).toBe(fixture.git('rev-parse', 'HEAD'));
      const { summary } = history;
      const count = (...words: string[]): number => Number(fixture.git('rev-list', '--count', ...words, 'HEAD'));
      expect([summary.commits, summary.merges, summary.mainlineCommits]).toEqual([
        count(),
        count('--merges'),
        count('--first-parent'),
      ]);
      // The seeds are of use only with these in them.
      if (seed === 41) {
        expect(count('--min-parents=3')).toBeGreaterThan(0);
        expect(new Set(commits.map(({ seconds }) => seconds)).size).toBeLessThan(commits.length - 10);
      }
      if (seed === 43) expect(count('--max-parents=0')).toBeGreaterThan(1);
    }
  });

  test('holds for clocks that run backwards, before 1970 and after 2100', () => {
    const made = new HandMade();
    using fixture = made.fixture;
    const random = randomFrom(7);
    const times = [-5, 0, 1, -2_000_000_000, 4_200_000_000, 9_000_000_000, 1_600_000_000];
    const oids: string[] = [];
    for (let at = 0; at < 60; at += 1) {
      const parents = oids.filter(() => random() < 3 / (oids.length + 1)).slice(-4);
      const seconds = times[Math.floor(random() * times.length)]!;
      oids.push(made.add(parents, seconds, `${at}`));
    }
    const loose = oids.filter((oid) => !made.commits.some(({ parents }) => parents.includes(oid)));
    made.add(loose, 3);
    const history = historyOf(fixture.path);
    expect(walkOf(history)).toEqual(naiveWalk(made.commits));
    const seconds = Array.from(history.secondsOfPlace);
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    expect(seconds.at(-1)).toBe(9_000_000_000);
    const ticks = Array.from(history.tickOfPlace);
    expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
  });

  test('takes a parent that is named twice once', () => {
    const made = new HandMade();
    using fixture = made.fixture;
    const root = made.add([], 10);
    const twin = made.add([root, root], 20);
    const last = made.add([twin, root, twin], 30);
    const history = historyOf(fixture.path);
    expect(walkOf(history)).toEqual([root, twin, last]);
    expect(history.summary).toMatchObject({ commits: 3, mainlineCommits: 3 });
  });

  test('is the first-parent chain when that is asked for', () => {
    using fixture = makeRandomRepository({ seed: 45, commitCount: 80 });
    const history = historyOf(fixture.path, { firstParentOnly: true });
    const chain = fixture.git('rev-list', '--first-parent', '--reverse', 'HEAD').split('\n');
    expect(walkOf(history)).toEqual(chain);
    expect(history.summary.mainlineCommits).toBe(chain.length);
  });

  test('starts where the revision says', () => {
    using fixture = makeRandomRepository({ seed: 46, commitCount: 60 });
    fixture.git('tag', '-a', '-m', 'a tag', 'v1', 'HEAD~3');
    const history = historyOf(fixture.path, { revision: 'v1' });
    expect(walkOf(history).at(-1)).toBe(fixture.git('rev-parse', 'v1^{commit}'));
    expect(history.order.length).toBe(Number(fixture.git('rev-list', '--count', 'v1')));
    expect(() => historyOf(fixture.path, { revision: 'nowhere' })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND', message: expect.stringContaining('nowhere') }),
    );
  });
});

describe('openHistory, limits of the walk', () => {
  const fixture = makeRandomRepository({ seed: 47, commitCount: 120 });
  const commits = commitsOf(fixture);
  const whole = naiveWalk(commits);
  const secondsOf = new Map(commits.map(({ oid, seconds }) => [oid, seconds]));
  afterAll(() => fixture.dispose());

  /** Committer times along the walk, never falling. */
  const monotone: number[] = [];
  for (const oid of whole) monotone.push(Math.max(monotone.at(-1) ?? -Infinity, secondsOf.get(oid)!));

  test('--limit takes the newest', () => {
    for (const commitCountMax of [1, 7, 119, 120, 1000]) {
      const history = historyOf(fixture.path, { commitCountMax });
      expect(walkOf(history)).toEqual(whole.slice(-commitCountMax));
      expect(history.summary.commits).toBe(Math.min(commitCountMax, 120));
    }
  });

  test('--since and --until take one range of the walk, by the time that never falls', () => {
    const bounds = [undefined, monotone[0]! - 1, monotone[0]!, monotone[30]!, monotone[31]! + 1, monotone[90]!];
    for (const sinceSeconds of [...bounds, monotone[119]! + 1]) {
      for (const untilSeconds of bounds) {
        const expected = whole.filter(
          (_, place) =>
            (sinceSeconds === undefined || monotone[place]! >= sinceSeconds) &&
            (untilSeconds === undefined || monotone[place]! <= untilSeconds),
        );
        const history = historyOf(fixture.path, { sinceSeconds, untilSeconds });
        expect(walkOf(history), `${sinceSeconds} to ${untilSeconds}`).toEqual(expected);
      }
    }
  });

  test('the limits work together: of the range the newest', () => {
    const request = { sinceSeconds: monotone[20]!, untilSeconds: monotone[80]!, commitCountMax: 5 };
    const range = whole.filter((_, at) => monotone[at]! >= monotone[20]! && monotone[at]! <= monotone[80]!);
    expect(walkOf(historyOf(fixture.path, request))).toEqual(range.slice(-5));
  });

  test('an empty range has no first and no last commit', () => {
    const history = historyOf(fixture.path, { untilSeconds: 5 });
    expect(history.order.length).toBe(0);
    expect(history.summary).toMatchObject({ commits: 0, merges: 0, mainlineCommits: 0, lastTick: 0 });
    expect(history.lastMainlinePlace).toBe(-1);
  });
});

describe('openHistory, gaps of the history', () => {
  test('a shallow clone is refused, and taken as it is when that is allowed', () => {
    using fixture = makeRandomRepository({ seed: 48, commitCount: 100 });
    for (const depth of [1, 4, 25]) {
      const path = join(fixture.root, `clone-${depth}`);
      fixture.git('clone', '-q', '--bare', `--depth=${depth}`, `file://${fixture.path}`, path);
      expect(() => historyOf(path)).toThrow(
        expect.objectContaining({ code: 'INCOMPLETE', message: expect.stringContaining('--unshallow') }),
      );
      const history = historyOf(path, { allowIncomplete: true });
      const words = ['--git-dir', path, 'rev-list', '--count', 'HEAD'];
      expect(history.order.length).toBe(Number(fixture.git(...words)));
      expect([history.isShallow, history.missingParents]).toEqual([true, 0]);
    }
  });

  test('a clone that is deep enough is not shallow', () => {
    using fixture = makeRandomRepository({ seed: 49, commitCount: 30 });
    const path = join(fixture.root, 'clone');
    fixture.git('clone', '-q', '--bare', '--depth=1000', `file://${fixture.path}`, path);
    expect(historyOf(path).isShallow).toBe(false);
  });

  test('a commit that is missing is counted, and refused unless that is allowed', () => {
    const made = new HandMade();
    using fixture = made.fixture;
    const root = made.add([], 10);
    const lost = made.add([root], 20);
    const aside = made.add([root], 25, 'aside');
    const last = made.add([lost, aside], 30);
    rmSync(join(fixture.gitDir, 'objects', lost.slice(0, 2), lost.slice(2)));
    expect(() => historyOf(fixture.path)).toThrow(
      expect.objectContaining({ code: 'INCOMPLETE', message: expect.stringContaining('1 parent') }),
    );
    const history = historyOf(fixture.path, { allowIncomplete: true });
    expect(walkOf(history)).toEqual([root, aside, last]);
    expect([history.isShallow, history.missingParents]).toEqual([false, 1]);
  });

  test('a start that is no commit is refused', () => {
    const made = new HandMade();
    using fixture = made.fixture;
    made.add([], 10);
    const tree = fixture.git('rev-parse', 'HEAD^{tree}');
    expect(() => historyOf(fixture.path, { revision: tree })).toThrow(/commit/);
  });
});

describe('openHistory, budget', () => {
  test('refuses a commit that does not fit, with a budget that works', () => {
    const made = new HandMade();
    using fixture = made.fixture;
    made.add([made.add([], 10)], 20, 'long '.repeat(60_000));
    let failure: unknown;
    try {
      historyOf(fixture.path, { budgetBytes: 2 ** 20 });
    } catch (error) {
      failure = error;
    }
    expect(failure).toMatchObject({ code: 'BUDGET', message: expect.stringContaining('read the next commit') });
    const [, named] = /--memory-budget (\d+)MiB/.exec(String(failure))!;
    expect(historyOf(fixture.path, { budgetBytes: Number(named) * 2 ** 20 }).order).toHaveLength(2);
  });
});

describe('openHistory, people', () => {
  test('are those of git log with the mailmap, by e-mail', () => {
    using fixture = makeRandomRepository({ seed: 50, commitCount: 100 });
    const output = fixture.gitBytes(['log', '--use-mailmap', '--format=%H%x00%aE', 'HEAD']).toString('utf8');
    const emailOf = new Map(
      output
        .trim()
        .split('\n')
        .map((line) => line.split('\0') as [string, string]),
    );
    const history = historyOf(fixture.path);
    const found = walkOf(history).map((_, place) => history.people.email(history.personOfPlace[place]!));
    expect(found).toEqual(walkOf(history).map((oid) => emailOf.get(oid)!.toLowerCase()));
    expect(new Set(history.personOfPlace).size).toBe(new Set(found).size);
  });

  test('are as written when exact is asked for', () => {
    using fixture = makeRandomRepository({ seed: 50, commitCount: 100 });
    const output = fixture.gitBytes(['log', '--format=%an%x00%ae', 'HEAD']).toString('latin1');
    const history = historyOf(fixture.path, { identities: 'exact' });
    expect(new Set(history.personOfPlace).size).toBe(new Set(output.trim().split('\n')).size);
    expect(history.people.count).toBeGreaterThan(historyOf(fixture.path).people.count);
  });
});
