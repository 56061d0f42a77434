import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * What a fixture file is: text, bytes, `null` to delete it, or a mode with its content or target.
 */
export type FixtureFile =
  | string
  | Uint8Array
  | null
  | { readonly mode: 'executable'; readonly content: string | Uint8Array }
  | { readonly mode: 'symlink'; readonly target: string }
  | { readonly mode: 'gitlink'; readonly oid: string };

export interface FixturePerson {
  readonly name: string;
  readonly email: string;
}

export interface FixtureCommit {
  /** Path → content; paths that are not named stay as they are. */
  readonly files?: Readonly<Record<string, FixtureFile>>;
  readonly message?: string;
  readonly author?: FixturePerson;
  readonly committer?: FixturePerson;
  /** Seconds since 1970. Default: one hour after the previous commit of this fixture. */
  readonly authorTime?: number;
  /** Default: the author's time. */
  readonly committerTime?: number;
  /** Such as `+0200`. Default: `+0000`. */
  readonly zone?: string;
}

export interface FixtureOptions {
  readonly bare?: boolean;
  readonly objectFormat?: 'sha1' | 'sha256';
  readonly branch?: string;
  /** Where the repository lies; default a fresh temporary directory, removed by `dispose()`. */
  readonly path?: string;
}

export interface GitOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly allowFailure?: boolean;
}

const person: FixturePerson = { name: 'Ada Example', email: 'ada@example.org' };
const firstTime = 1_600_000_000;
const outputBytesMax = 512 * 1024 * 1024;

/**
 * A repository made by the git program, for tests.
 *
 * Times, names and configuration are fixed, so object ids are the same on every machine.
 * OWNS its temporary directory: call `dispose()`, or declare it with `using`.
 */
export class GitFixture implements Disposable {
  /** The temporary directory that holds the repository and whatever a test puts beside it. */
  readonly root: string;
  /** The work tree, or the git directory of a bare repository. */
  readonly path: string;
  readonly gitDir: string;
  readonly #ownsRoot: boolean;
  #nextTime: number = firstTime;

  private constructor(root: string, path: string, bare: boolean, ownsRoot: boolean) {
    this.root = root;
    this.path = path;
    this.gitDir = bare ? path : join(path, '.git');
    this.#ownsRoot = ownsRoot;
  }

  static init(options: FixtureOptions = {}): GitFixture {
    const isBare = options.bare === true;
    const ownsRoot = options.path === undefined;
    const root = ownsRoot ? mkdtempSync(join(tmpdir(), 'codefang-test-')) : dirname(options.path);
    const path = options.path ?? join(root, isBare ? 'repo.git' : 'repo');
    mkdirSync(path, { recursive: true });
    const fixture = new GitFixture(root, path, isBare, ownsRoot);
    const format = options.objectFormat ?? 'sha1';
    const branch = `--initial-branch=${options.branch ?? 'main'}`;
    const bare = isBare ? ['--bare'] : [];
    fixture.git('init', '-q', `--object-format=${format}`, branch, ...bare);
    fixture.git('config', 'gc.auto', '0');
    fixture.git('config', 'maintenance.auto', 'false');
    fixture.git('config', 'core.autocrlf', 'false');
    return fixture;
  }

  /** Runs git in the repository and returns its output without the last line end. */
  git(...words: string[]): string {
    const output = this.gitBytes(words).toString('utf8');
    return output.endsWith('\n') ? output.slice(0, -1) : output;
  }

  /** Runs git and returns the bytes it wrote. */
  gitBytes(words: readonly string[], options: GitOptions = {}): Buffer {
    const run = spawnSync('git', words, {
      cwd: options.cwd ?? this.path,
      env: { ...isolatedEnvironment(), ...options.env },
      maxBuffer: outputBytesMax,
      ...(options.input === undefined ? {} : { input: options.input }),
    });
    if (run.error !== undefined) throw run.error;
    if (run.status !== 0 && options.allowFailure !== true) {
      const state = `exit ${run.status}, ${run.stderr.toString()}`;
      throw new Error(`Cannot run git ${words.join(' ')}: ${state}`);
    }
    return run.stdout;
  }

  /** Writes files, stages everything and commits; returns the commit's id in hex. */
  commit(commit: FixtureCommit = {}): string {
    for (const [path, file] of Object.entries(commit.files ?? {})) this.write(path, file);
    const env = this.#commitEnvironment(commit);
    const message = commit.message ?? 'change';
    const words = ['commit', '-q', '--allow-empty', '--allow-empty-message', '-F', '-'];
    this.gitBytes([...words, '--cleanup=verbatim'], { env, input: message });
    return this.git('rev-parse', 'HEAD');
  }

  /** Merges branches into the current one with a merge commit; a conflict is an error. */
  merge(branches: string | readonly string[], commit: FixtureCommit = {}): string {
    const names = typeof branches === 'string' ? [branches] : branches;
    const env = this.#commitEnvironment(commit);
    this.gitBytes(['merge', '-q', '--no-ff', '-m', commit.message ?? 'merge', ...names], { env });
    return this.git('rev-parse', 'HEAD');
  }

  /** Writes one file into the work tree and the index; `null` removes it. */
  write(path: string, file: FixtureFile): void {
    const target = join(this.path, path);
    if (file === null) {
      this.git('rm', '-q', '-f', '--', path);
      return;
    }
    if (isMode(file, 'gitlink')) {
      this.git('update-index', '--add', '--cacheinfo', `160000,${file.oid},${path}`);
      return;
    }
    rmSync(target, { force: true });
    mkdirSync(dirname(target), { recursive: true });
    if (isMode(file, 'symlink')) symlinkSync(file.target, target);
    else writeFileSync(target, isMode(file, 'executable') ? file.content : file);
    if (isMode(file, 'executable')) chmodSync(target, 0o755);
    this.git('add', '-f', '--', path);
  }

  dispose(): void {
    rmSync(this.#ownsRoot ? this.root : this.path, { recursive: true, force: true, maxRetries: 3 });
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #commitEnvironment(commit: FixtureCommit): Record<string, string> {
    const authorTime = commit.authorTime ?? this.#nextTime;
    const committerTime = commit.committerTime ?? authorTime;
    this.#nextTime = committerTime + 3600;
    const author = commit.author ?? person;
    const committer = commit.committer ?? author;
    const zone = commit.zone ?? '+0000';
    return {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: `@${authorTime} ${zone}`,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: `@${committerTime} ${zone}`,
    };
  }
}

type ModeFile = Extract<FixtureFile, { readonly mode: string }>;

function isMode<Mode extends ModeFile['mode']>(
  file: Exclude<FixtureFile, null>,
  mode: Mode,
): file is Extract<ModeFile, { readonly mode: Mode }> {
  return typeof file === 'object' && 'mode' in file && file.mode === mode;
}

/** The caller's environment without anything that steers git. */
function isolatedEnvironment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !name.startsWith('GIT_')) kept[name] = value;
  }
  return {
    ...kept,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'protocol.file.allow',
    GIT_CONFIG_VALUE_0: 'always',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: person.name,
    GIT_AUTHOR_EMAIL: person.email,
    GIT_AUTHOR_DATE: `@${firstTime} +0000`,
    GIT_COMMITTER_NAME: person.name,
    GIT_COMMITTER_EMAIL: person.email,
    GIT_COMMITTER_DATE: `@${firstTime} +0000`,
    LC_ALL: 'C',
    TZ: 'UTC',
  };
}
