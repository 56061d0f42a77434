import { spawnSync } from 'node:child_process';

export interface GitRunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

const outputBytesMax = 2 ** 30;

/**
 * What git wrote, without the configuration of whoever runs this. Arguments are UTF-8: a path that is not goes in
 * by `input`.
 *
 * @throws Error with what git says when it fails
 */
export function gitRun(repository: string, words: readonly string[], options: GitRunOptions = {}): Buffer {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', repository, ...words], {
    env: { ...plainGitEnvironment(), ...options.env },
    maxBuffer: outputBytesMax,
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`Cannot run git ${words.join(' ')}: exit ${status}, ${stderr.toString()}`);
  return stdout;
}

/** The caller's environment without anything that steers git. */
export function plainGitEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
  };
}
