import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GitFixture } from '../../support/git-fixture.ts';

const program = fileURLToPath(new URL('../../../cmd/main.js', import.meta.url));
const repository = GitFixture.init();

beforeAll(() => {
  repository.commit({ files: { 'a.ts': 'one\ntwo\n' } });
});

afterAll(() => {
  repository.dispose();
});

function run(...args: string[]): string {
  return execFileSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, XDG_STATE_HOME: join(repository.path, '.git', 'state') },
  });
}

function blockOf(page: string, name: string): unknown {
  const found = new RegExp(`data-block="${name}">(.*?)</script>`).exec(page);
  return JSON.parse(found![1]!);
}

function setOrigin(url: string): void {
  execFileSync('git', ['-C', repository.path, 'config', 'remote.origin.url', url]);
}

describe('the face of a page', () => {
  test('a page is named after the folder, then after the remote, which its digest does not know', () => {
    const plain = run('run', '--format', 'html', repository.path);
    expect(plain).toContain(`<title>${basename(repository.path)}</title>`);
    setOrigin('https://me:secret@github.com/ada/engine.git');
    const named = run('run', '--format', 'html', repository.path);
    expect(blockOf(named, 'face')).toEqual({ title: 'engine', linkBase: 'https://github.com/ada/engine' });
    expect(named).not.toContain('secret');
    expect(blockOf(named, 'digest')).toBe(blockOf(plain, 'digest'));
    const json = run('run', '--format', 'json', repository.path);
    expect(json).not.toContain('ada/engine');
    expect(json).toContain(String(blockOf(named, 'digest')));
  });

  test('--title and --link-base come first, --link-base none leads nowhere, and an anonymous page neither', () => {
    setOrigin('git@github.com:ada/engine.git');
    const face = (...args: string[]): unknown =>
      blockOf(run('run', '--format', 'html', ...args, repository.path), 'face');
    expect(face('--title', 'A <b>', '--link-base', 'https://git.example/x/')).toEqual({
      title: 'A <b>',
      linkBase: 'https://git.example/x',
    });
    expect(face('--link-base', 'none')).toEqual({ title: 'engine', linkBase: '' });
    expect(face('--anonymize')).toEqual({ title: 'engine', linkBase: '' });
  });

  test('an address with a password or of another kind is refused before the walk', () => {
    for (const address of [
      'javascript:alert(1)',
      'https://me:secret@github.com/a/b',
      'github.com/a/b',
      'https://a.b/c?d=1',
    ]) {
      expect(() => run('run', '--link-base', address, repository.path)).toThrow(/Cannot link to|--link-base/);
    }
  });

  test('a converted report has the name that it is given, and none without', () => {
    const report = join(repository.path, '.git', 'report.json');
    run('run', '--format', 'json', '-o', report, repository.path);
    const page = join(repository.path, '.git', 'page.html');
    run('convert', report, '--format', 'html', '--title', 'engine', '-o', page);
    expect(blockOf(readFileSync(page, 'utf8'), 'face')).toEqual({ title: 'engine', linkBase: '' });
    run('convert', report, '--format', 'html', '-o', page);
    expect(readFileSync(page, 'utf8')).toContain('<title>Repository report</title>');
  });
});
