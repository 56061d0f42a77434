import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GitFixture } from '../support/git-fixture.ts';

const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));

/**
 * Where the commands of one document run: a small repository, with `codefang` on the PATH and a home directory of
 * its own. OWNS its folders.
 */
export class GuideFolder implements Disposable {
  readonly #root: string = mkdtempSync(join(tmpdir(), 'codefang-guide-'));
  readonly #fixture: GitFixture = smallHistory();

  constructor() {
    const program = join(this.#root, 'bin', 'codefang');
    mkdirSync(join(this.#root, 'bin'));
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
    chmodSync(program, 0o755);
    // A reader who commits has said who they are.
    writeFileSync(join(this.#root, '.gitconfig'), '[user]\n\tname = Reader\n\temail = reader@example.org\n');
  }

  get path(): string {
    return this.#fixture.path;
  }

  /** Runs a script as a reader would, and gives what it wrote to stderr; empty on success. */
  failureOf(script: string): string {
    const PATH = `${join(this.#root, 'bin')}:${process.env['PATH'] ?? ''}`;
    const env = { PATH, HOME: this.#root, CODEFANG_WORKERS: '0' };
    const words = ['-euo', 'pipefail', '-c', script];
    const { status, stderr } = spawnSync('bash', words, { cwd: this.path, env, encoding: 'utf8', timeout: 600_000 });
    return status === 0 ? '' : `exit code ${status}: ${stderr}`;
  }

  [Symbol.dispose](): void {
    this.#fixture.dispose();
    rmSync(this.#root, { recursive: true });
  }
}

/** Files that the guides name, by two people, on two branches. */
function smallHistory(): GitFixture {
  const fixture = GitFixture.init();
  const grace = { name: 'Grace Example', email: 'grace@example.org' };
  fixture.commit({ files: { 'lib/view.js': 'a\nb\nc\n', 'src/main.c': 'int main;\n', 'README.md': '# One\n' } });
  fixture.commit({ files: { 'lib/view.js': 'a\nB\nc\nd\n', 'src/main.c': 'int main;\nint more;\n' }, author: grace });
  fixture.commit({ files: { 'README.md': '# One\n\nTwo.\n', 'lib/view.js': 'a\nB\nc\n' } });
  return fixture;
}
