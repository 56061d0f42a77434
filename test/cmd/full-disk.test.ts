import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childProgram } from '../support/child-program.ts';
import { GitFixture } from '../support/git-fixture.ts';

const full = '/dev/full';
let repository: GitFixture;

beforeAll(() => {
  repository = GitFixture.init();
  repository.commit({ files: { 'a.txt': 'one\n' } });
  const cwd = repository.path;
  const outputs = ['-o', '../report.json', '--log-file', '../run.ndjson'];
  expect(childProgram(['run', ...outputs], { cwd, home: repository.root }).status).toBe(0);
});

afterAll(() => repository.dispose());

describe.skipIf(!existsSync(full))('a full disk (needs /dev/full)', () => {
  test.each([
    ['--help'],
    ['--version'],
    ['run --help'],
    ['list'],
    ['schema report'],
    ['plan'],
    ['run'],
    ['run -o /dev/full'],
    ['run --format csv --table devs:developers'],
    ['blame a.txt'],
    ['state list'],
    ['logs ../run.ndjson'],
    ['report ../run.ndjson'],
    ['convert ../report.json'],
    ['plot ../report.json'],
    ['dashboard --export /dev/full ../run.ndjson'],
  ])('fails "codefang %s" as what it is, and is no bug', (line) => {
    const { status, err } = toFullDisk(line.split(' '), 1);
    expect(status).toBe(1);
    expect(err).toMatch(/^codefang: Cannot write (standard output|\/dev\/full|the page "\/dev\/full")/m);
    expect(err).toContain('ENOSPC');
    expect(err).not.toMatch(/bug|^\s+at /m);
  });

  test.each([['run -v -o ../x.json'], ['run --memory-report -o ../x.json'], ['run --log-format json -o ../x.json']])(
    'below the messages of "codefang %s" stops nothing',
    (line) => {
      expect(toFullDisk(line.split(' '), 2).status).toBe(0);
      expect(existsSync(join(repository.root, 'x.json'))).toBe(true);
    },
  );
});

function toFullDisk(args: readonly string[], descriptor: 1 | 2): ReturnType<typeof childProgram> {
  const fd = openSync(full, 'w');
  try {
    const stdio: ('pipe' | number)[] = ['pipe', 'pipe', 'pipe'];
    stdio[descriptor] = fd;
    return childProgram(args, { cwd: repository.path, home: repository.root, stdio });
  } finally {
    closeSync(fd);
  }
}
