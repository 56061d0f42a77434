import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { CodefangError, MiB } from '../../engine/index.ts';

const execute = promisify(execFile);
const outputBytesMax: number = 64 * MiB;

/**
 * The git program, as a second opinion: without the configuration of whoever runs this, and without attributes,
 * filters or helpers of the repository. BOUNDED BY: 64 MiB of output; git's own memory is not ours.
 */
export class GitProgram {
  readonly #gitDir: string;

  constructor(gitDir: string) {
    this.#gitDir = gitDir;
  }

  /** Such as `git version 2.39.5`; undefined where git is not installed. */
  async version(): Promise<string | undefined> {
    try {
      return (await execute('git', ['--version'], { env: this.#environment() })).stdout.trim();
    } catch {
      return undefined;
    }
  }

  /** What git writes. @throws {CodefangError} IO with what git says */
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
        if (length > outputBytesMax) child.kill();
      });
      child.stderr.on('data', (piece: Buffer) => (complaint = (complaint + piece.toString()).slice(-1000)));
      // A git that ends early says why by its exit.
      child.stdin.on('error', () => {});
      child.on('error', reject);
      child.on('close', (code) => {
        if (code === 0) resolve(Buffer.concat(pieces, length));
        else reject(gitFailure(words, length > outputBytesMax ? 'it wrote more than 64 MiB' : complaint.trim()));
      });
      child.stdin.end(input);
    });
  }

  #environment(): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
    return {
      ...Object.fromEntries(kept),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_NO_LAZY_FETCH: '1',
      GIT_OPTIONAL_LOCKS: '0',
      LC_ALL: 'C',
    };
  }
}

function gitFailure(words: readonly string[], state: string): CodefangError {
  return new CodefangError('IO', `Cannot ask git for ${words[0]}: ${state}`);
}
