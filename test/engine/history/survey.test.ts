import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { History, HistoryRequest } from '../../../engine/index.ts';
import { historyOf } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';

/** Everything that the walk takes from commits, place by place. */
function describeWalk(history: History): string[] {
  const { table, order, people, location } = history;
  const tree = Buffer.alloc(location.oidBytes);
  return Array.from(order, (index, place) => {
    table.copyTree(index, tree, 0);
    const parentNumbers = Array.from({ length: table.parentCount(index) }, (_, nth) => nth);
    const parents = parentNumbers.map((nth) => table.oidHex(table.parent(index, nth)));
    const person = history.personOfPlace[place]!;
    const who = `${person} ${people.name(person)} <${people.email(person)}>`;
    const flags = [1, 2, 4].filter((flag) => table.hasFlag(index, flag)).join('');
    return [table.oidHex(index), tree.toString('hex'), parents, table.seconds(index), who, flags].join(' ');
  });
}

function writeGraph(fixture: GitFixture): void {
  fixture.git('commit-graph', 'write', '--reachable');
}

function removeGraph(fixture: GitFixture): void {
  rmSync(join(fixture.gitDir, 'objects/info/commit-graph'), { force: true });
}

/** Surveys with and without git's graph and compares. */
function expectSameWithGraph(fixture: GitFixture, request: Partial<HistoryRequest> = {}): void {
  removeGraph(fixture);
  const plain = describeWalk(historyOf(fixture.path, request));
  writeGraph(fixture);
  expect(describeWalk(historyOf(fixture.path, request))).toEqual(plain);
}

describe('surveyCommits, with a commit-graph of git', () => {
  for (const seed of [60, 61, 62]) {
    test(`finds what it finds without, seed ${seed}`, () => {
      using fixture = makeRandomRepository({ seed, commitCount: 150 });
      expectSameWithGraph(fixture);
      expectSameWithGraph(fixture, { firstParentOnly: true });
      expectSameWithGraph(fixture, { revision: 'HEAD~3' });
    });
  }

  test('reads what came after the graph', () => {
    using fixture = GitFixture.init();
    fixture.commit({ message: '1' });
    fixture.commit({ message: '2' });
    writeGraph(fixture);
    fixture.commit({ message: '3' });
    const withGraph = describeWalk(historyOf(fixture.path));
    removeGraph(fixture);
    expect(withGraph).toEqual(describeWalk(historyOf(fixture.path)));
    expect(withGraph).toHaveLength(3);
  });

  test('says the same of a commit that has gone', () => {
    using fixture = GitFixture.init();
    const oids = [1, 2, 3].map((nth) => fixture.commit({ message: `${nth}` }));
    writeGraph(fixture);
    rmSync(join(fixture.gitDir, 'objects', oids[0]!.slice(0, 2), oids[0]!.slice(2)));
    expect(() => historyOf(fixture.path)).toThrow(/1 parent commits are missing/);
    expect(historyOf(fixture.path, { allowIncomplete: true }).order).toHaveLength(2);
  });

  test('does not follow it beyond the edge of a shallow clone', () => {
    using fixture = GitFixture.init();
    const oids = [1, 2, 3].map((nth) => fixture.commit({ message: `${nth}` }));
    writeGraph(fixture);
    writeFileSync(join(fixture.gitDir, 'shallow'), `${oids[1]!}\n`);
    expect(historyOf(fixture.path, { allowIncomplete: true }).order).toHaveLength(2);
  });
});

describe('surveyCommits, with commits kept by an earlier survey', () => {
  test('reads only what is new, and finds the same', () => {
    using fixture = makeRandomRepository({ seed: 70, commitCount: 420 });
    const stateDirectory = join(fixture.root, 'state');
    const plain = historyOf(fixture.path);
    for (const revision of ['HEAD~12', 'HEAD', 'HEAD', 'HEAD~20']) {
      const history = historyOf(fixture.path, { revision, stateDirectory });
      expect(describeWalk(history)).toEqual(describeWalk(historyOf(fixture.path, { revision })));
      history.keepCommits(join(fixture.root, 'temporary'));
    }
    expect(plain.readCommits).toBe(plain.order.length);
    expect(historyOf(fixture.path, { stateDirectory }).readCommits).toBeLessThan(plain.order.length / 2);
    expect(historyOf(fixture.path, { stateDirectory, revision: 'HEAD~20' }).readCommits).toBe(0);
    expect(readdirSync(join(stateDirectory, 'commits'))).toHaveLength(1);
  });

  test('keeps one parent, many parents and odd authors', () => {
    using fixture = makeRandomRepository({ seed: 71, commitCount: 420 });
    const stateDirectory = join(fixture.root, 'state');
    historyOf(fixture.path).keepCommits(join(fixture.root, 'unused'));
    historyOf(fixture.path, { stateDirectory }).keepCommits(join(fixture.root, 'temporary'));
    for (const request of [{}, { firstParentOnly: true }, { identities: 'exact' as const }]) {
      const history = historyOf(fixture.path, { ...request, stateDirectory });
      expect(history.readCommits).toBe(0);
      expect(describeWalk(history)).toEqual(describeWalk(historyOf(fixture.path, request)));
    }
  });

  test('reads all commits when a byte of the file is flipped', () => {
    using fixture = makeRandomRepository({ seed: 72, commitCount: 300 });
    const stateDirectory = join(fixture.root, 'state');
    const plain = describeWalk(historyOf(fixture.path));
    historyOf(fixture.path, { stateDirectory }).keepCommits(join(fixture.root, 'temporary'));
    const folder = join(stateDirectory, 'commits');
    const path = join(folder, readdirSync(folder)[0]!);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += 997) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 4;
      writeFileSync(path, flipped);
      const history = historyOf(fixture.path, { stateDirectory });
      expect(history.readCommits, `byte ${at}`).toBe(plain.length);
      expect(describeWalk(history)).toEqual(plain);
    }
  });
});

describe('surveyCommits, with damaged commits', () => {
  test('refuses a commit that is another one', () => {
    using fixture = GitFixture.init();
    const first = fixture.commit({ message: '1' });
    fixture.commit({ message: '2' });
    const other = fixture.git('commit-tree', `${first}^{tree}`, '-m', 'of another id');
    const place = (oid: string): string => join(fixture.gitDir, 'objects', oid.slice(0, 2), oid.slice(2));
    const content = readFileSync(place(other));
    rmSync(place(first));
    writeFileSync(place(first), content);
    expect(() => historyOf(fixture.path)).toThrow(/its content has the id/);
  });
});
