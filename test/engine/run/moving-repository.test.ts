import { listenToFs } from '../../support/faulty-fs.ts';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type History, openHistory } from '../../../engine/index.ts';
import { runEngine, usualRequest } from '../../support/engine-run.ts';
import type { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';

const commitCount = 50;
const fixtures: GitFixture[] = [];
let digest = '';

beforeAll(async () => {
  digest = (await runEngine({ repository: makeFixture(1).path })).digest;
});
afterAll(() => {
  for (const fixture of fixtures) fixture.dispose();
});

/** The same history each time, in so many packs: more than a store holds open are opened again and again. */
function makeFixture(packCount: number): GitFixture {
  const fixture = makeRandomRepository({ seed: 91, commitCount, isRepacked: true });
  fixtures.push(fixture);
  if (packCount > 1) splitPack(fixture, packCount);
  return fixture;
}

function splitPack(fixture: GitFixture, packCount: number): void {
  const folder = join(fixture.gitDir, 'objects/pack');
  const whole = readdirSync(folder);
  const ids = fixture.git('rev-list', '--objects', '--all', '--no-object-names').split('\n');
  for (let at = 0; at < packCount; at += 1) {
    const input = `${ids.filter((_, place) => place % packCount === at).join('\n')}\n`;
    fixture.gitBytes(['pack-objects', '-q', join(folder, 'pack')], { input });
  }
  for (const name of whole) rmSync(join(folder, name));
}

/** What people and servers do to a repository that is being read. */
const moves: Readonly<Record<string, (fixture: GitFixture) => void>> = {
  'git repack -ad': (fixture) => void fixture.git('repack', '-adfq', '--depth=5'),
  'git gc': (fixture) => void fixture.git('gc', '-q', '--prune=now'),
  'packs unpacked into single files': (fixture) => {
    const objects = join(fixture.gitDir, 'objects');
    const other = join(fixture.root, 'other.git');
    fixture.git('init', '-q', '--bare', other);
    const packs = readdirSync(join(objects, 'pack'));
    // Nothing goes before it is there in its new form, as git itself takes care.
    for (const name of packs.filter((one) => one.endsWith('.pack'))) {
      const input = readFileSync(join(objects, 'pack', name));
      fixture.gitBytes(['unpack-objects', '-q'], { input, cwd: other });
    }
    cpSync(join(other, 'objects'), objects, { recursive: true });
    for (const name of packs) rmSync(join(objects, 'pack', name));
  },
  'a moved HEAD and a deleted branch': (fixture) => {
    fixture.git('update-ref', 'HEAD', fixture.git('rev-parse', 'HEAD~3'));
  },
};

describe('a repository that changes while it is read', () => {
  for (const [name, move] of Object.entries(moves)) {
    for (const [workerCount, packCount] of [
      [0, 1],
      [0, 34],
      [2, 34],
    ] as const) {
      test(`${name}, ${packCount} packs and ${workerCount} workers`, async () => {
        for (const place of packCount === 1 ? [0, 40] : [20]) {
          const fixture = makeFixture(packCount);
          let moved = 0;
          const onCommit = (at: number): void => {
            if (at !== place) return;
            moved += 1;
            move(fixture);
          };
          const batch = { batchCommits: 4, chunkCommits: 10 };
          const run = await runEngine({ repository: fixture.path, workerCount, onCommit, ...batch });
          expect([run.digest, moved], `at ${place}`).toEqual([digest, 1]);
        }
      });
    }
  }

  test('while its commits are read', () => {
    for (const [name, move] of Object.entries(moves)) {
      const fixture = makeFixture(34);
      let reads = 0;
      listenToFs(({ path }) => void (reads += path.endsWith('.pack') ? 1 : 0));
      const still = openHistory({ ...usualRequest, repository: fixture.path }, () => {});
      // Late enough that the start is resolved, and that commits are still to be read.
      const movedAt = reads - 12;
      reads = 0;
      listenToFs(({ path }) => {
        if (path.endsWith('.pack')) reads += 1;
        if (reads === movedAt) move(fixture);
      });
      const history = openHistory({ ...usualRequest, repository: fixture.path }, () => {});
      listenToFs(undefined);
      expect(reads, name).toBeGreaterThan(movedAt);
      const walk = (one: History): string[] => Array.from(one.order, (index) => one.table.oidHex(index));
      expect([history.head, walk(history)]).toEqual([still.head, walk(still)]);
    }
  });
});
