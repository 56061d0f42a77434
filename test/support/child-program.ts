import { spawnSync, type StdioOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));

export interface ChildOptions {
  /** Working directory; also the home, where state is kept. */
  readonly cwd: string;
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Descriptors of the standard streams, where they are not pipes. */
  readonly stdio?: StdioOptions;
  /** Whether it runs without the rights of root. */
  readonly isUnprivileged?: boolean;
}

export interface ChildEnd {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

const nobody = 65_534;

/** The whole program in a process of its own, with nothing of this environment but the path. */
export function childProgram(args: readonly string[], options: ChildOptions): ChildEnd {
  const { cwd, home = cwd, env, stdio = 'pipe', isUnprivileged = false } = options;
  const { PATH } = process.env;
  const ended = spawnSync(process.execPath, [main, ...args], {
    cwd,
    env: { PATH, HOME: home, ...env },
    encoding: 'utf8',
    stdio,
    ...(isUnprivileged && process.getuid?.() === 0 && { uid: nobody, gid: nobody }),
  });
  return { status: ended.status, out: ended.stdout ?? '', err: ended.stderr ?? '' };
}
