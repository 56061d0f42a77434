import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ChildEnd, childProgram } from '../support/child-program.ts';
import { GitFixture } from '../support/git-fixture.ts';

let fixture: GitFixture;
let state = '';
let repository = '';

beforeEach(() => {
  fixture = GitFixture.init({ branch: 'main' });
  fixture.commit({ files: { 'a.txt': 'one\n' } });
  repository = basename(fixture.path);
  state = join(fixture.root, 'home', '.local', 'state', 'codefang');
  mkdirSync(join(state, 'commits'), { recursive: true });
  // Root may read everything, so the program runs as nobody then, who owns all of it.
  if (process.getuid?.() === 0) spawnSync('chown', ['-R', '65534:65534', fixture.root]);
});

afterEach(() => fixture.dispose());

/** The program while a file or a folder below the root may not be read. */
function withoutRights(path: string, args: readonly string[], mode = 0): ChildEnd {
  const place = join(fixture.root, path);
  chmodSync(place, mode);
  try {
    return childProgram(args, { cwd: fixture.root, home: join(fixture.root, 'home'), isUnprivileged: true });
  } finally {
    chmodSync(place, 0o755);
  }
}

describe('a repository that may not be read', () => {
  test.each(['', '.git', '.git/HEAD', '.git/config', '.git/objects', '.git/refs'])(
    'is named with the path and the reason: %s',
    (path) => {
      const { status, out, err } = withoutRights(join(repository, path), ['run', repository]);
      expect([status, out]).toEqual([4, '']);
      expect(err).toMatch(/^codefang: Cannot open repository "\w+": permission is denied for \/.* \(EACCES\)/);
      expect(err).not.toMatch(/bug|neither it nor|^\s+at /m);
    },
  );
});

describe('state that may not be read', () => {
  test.each(['', 'commits'])('costs a note at most, and the run continues: %s', (path) => {
    const place = join('home/.local/state/codefang', path);
    const { status, out, err } = withoutRights(place, ['run', repository]);
    expect([status, out]).toEqual([0, expect.stringContaining('"digest":"sha256:')]);
    expect(err).not.toMatch(/bug|^\s+at /m);
    if (path === '')
      expect(err).toContain('permission is denied, choose a directory that may be written: this run saves');
  });

  test('is a reason to start afresh where it is a checkpoint', () => {
    const first = withoutRights('home', ['run', repository], 0o755);
    expect([first.status, first.err]).toEqual([0, expect.not.stringContaining('saves no checkpoint')]);
    const manifests = spawnSync(
      'find',
      [state, '-name', 'manifest-*', '-o', '-name', '*.seg', '-o', '-name', '*.run'],
      {
        encoding: 'utf8',
      },
    ).stdout.split('\n');
    for (const path of manifests.filter((line) => line !== '')) chmodSync(path, 0);
    const second = withoutRights('home', ['run', repository], 0o755);
    expect([second.status, second.out]).toEqual([0, first.out]);
    expect(second.err).toContain('Starting afresh: Cannot open');
  });
});
