import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { CodefangError, formatBytes } from '../../engine/index.ts';

const execute = promisify(execFile);

/**
 * The git program, as a second opinion: without the configuration of whoever runs this, and without attributes,
 * filters or helpers of the repository, and without any way to fetch what a partial clone lacks.
 * BOUNDED BY: what it may write at a time; git's own memory is not ours.
 */
export class GitProgram {
  readonly #gitDir: string;
  readonly #outputBytesMax: number;

  constructor(gitDir: string, outputBytesMax: number) {
    this.#gitDir = gitDir;
    this.#outputBytesMax = outputBytesMax;
  }

  /** Such as `git version 2.39.5`; undefined where git is not installed. */
  async version(): Promise<string | undefined> {
    try {
      return (await execute('git', ['--version'], { env: this.#environment() })).stdout.trim();
    } catch {
      return undefined;
    }
  }

  /** What git writes. @throws {CodefangError} BUDGET when that is too much, else IO with what git says */
  run(words: readonly string[], input = ''): Promise<Buffer> {
    const settings = ['safe.directory=*', 'core.bare=true', 'core.attributesFile=', 'blame.ignoreRevsFile='];
    const plain = settings.flatMap((setting) => ['-c', setting]);
    // As a bare one, a repository has no attributes of a work tree, and no work tree is looked at.
    const all = [`--git-dir=${this.#gitDir}`, ...plain, ...words];
    return new Promise((resolve, reject) => {
      const child = spawn('git', all, { env: this.#environment(), stdio: ['pipe', 'pipe', 'pipe'] });
      const pieces: Buffer[] = [];
      let length = 0;
      let complaint = '';
      child.stdout.on('data', (piece: Buffer) => {
        pieces.push(piece);
        length += piece.length;
        if (length > this.#outputBytesMax) child.kill();
      });
      child.stderr.on('data', (piece: Buffer) => (complaint = (complaint + piece.toString()).slice(-1000)));
      // A git that ends early says why by its exit.
      child.stdin.on('error', () => {});
      child.on('error', reject);
      child.on('close', (code) => {
        if (code === 0) resolve(Buffer.concat(pieces, length));
        else if (length > this.#outputBytesMax) reject(tooMuch(words, this.#outputBytesMax));
        else reject(gitFailure(words, complaint.trim()));
      });
      child.stdin.end(input);
    });
  }

  #environment(): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
    return {
      ...Object.fromEntries(kept),
      // A partial clone names a remote, and its configuration a program to reach it.
      GIT_ALLOW_PROTOCOL: 'none',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_NO_LAZY_FETCH: '1',
      GIT_OPTIONAL_LOCKS: '0',
      LC_ALL: 'C',
    };
  }
}

function tooMuch(words: readonly string[], bytesMax: number): CodefangError {
  const state = `it writes more than the ${formatBytes(bytesMax)} that the budget leaves`;
  return new CodefangError('BUDGET', `Cannot ask git for ${words[0]}: ${state}`);
}

function gitFailure(words: readonly string[], state: string): CodefangError {
  return new CodefangError('IO', `Cannot ask git for ${words[0]}: ${state}`);
}
