import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { childProgram } from '../../support/child-program.ts';
import { GitFixture } from '../../support/git-fixture.ts';

/** A run of a repository whose own file says this, or of the same file named by the user. */
function runWith(line: string, isUsers: boolean): { readonly status: number | null; readonly err: string } {
  using fixture = GitFixture.init();
  fixture.commit({ files: { 'a.txt': 'one\n' } });
  const file = join(isUsers ? fixture.root : fixture.path, isUsers ? 'mine.yaml' : '.codefang.yaml');
  writeFileSync(file, `${line}\n`);
  const state = ['--state-dir', join(fixture.root, 'state'), ...(isUsers ? ['--config', file] : [])];
  return childProgram(['run', '--format', 'compact', ...state, fixture.path], {
    cwd: fixture.root,
    home: fixture.root,
  });
}

test.each([
  ['memory-budget: 100%', 0],
  ['memory-budget: 0', 0],
  ['workers: 256', 3],
  ['max-disk: 1B', 0],
  ['max-time: 1ms', 75],
  ['resume: require', 1],
])('the file of a repository may not say %s, that of the user may', (line, usersStatus) => {
  const name = line.slice(0, line.indexOf(':'));
  const strangers = runWith(line, false);
  expect(strangers.err).toContain(`Ignoring "${name}"`);
  expect(strangers.err).toContain('.codefang.yaml:1: a repository may not ask for more than the default');
  expect(strangers.status).toBe(0);
  const users = runWith(line, true);
  expect(users.err).not.toContain('Ignoring');
  if (usersStatus !== 0) expect(users.status).not.toBe(0);
});

test.each(['memory-budget: 160MiB', 'workers: 0', 'resume: never', 'limit: 5', 'tick: 7d'])(
  'the file of a repository may say %s',
  (line) => {
    const { status, err } = runWith(line, false);
    expect(err).not.toContain('Ignoring');
    expect(status).toBe(0);
  },
);
