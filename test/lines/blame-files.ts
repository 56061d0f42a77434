import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { plainGitEnvironment } from './git-run.ts';
import { type BlamedLines, parseBlame } from './parse-blame.ts';

export interface BlameRequest {
  readonly repository: string;
  readonly revision: string;
  /** As latin1. */
  readonly paths: readonly string[];
  /** Through renames of whole files, as git does unless told otherwise. */
  readonly follows: boolean;
  /** `file` for lines that moved within their file, `commit` for those of other files too. */
  readonly moves?: string | undefined;
  /** Lists of commits to ignore. */
  readonly ignoreRevsFiles?: readonly string[];
}

/**
 * `git blame` of several files, by one shell, since only a shell takes paths that are not UTF-8.
 *
 * @throws Error when git fails for one of them
 */
export async function blameFiles(request: BlameRequest): Promise<BlamedLines[]> {
  const { repository, revision, paths, follows, ignoreRevsFiles = [] } = request;
  const plain = ['-c', 'blame.ignoreRevsFile=', '-c', 'core.quotePath=false'];
  const ignored = ignoreRevsFiles.flatMap((file) => ['--ignore-revs-file', file]);
  const moved = request.moves === 'file' ? ['-M'] : request.moves === 'commit' ? ['-C'] : [];
  const blame = ['blame', '--incremental', '--no-textconv', ...(follows ? [] : ['--no-follow']), ...moved, ...ignored];
  const words = ['git', '-C', repository, ...plain, ...blame, revision, '--'].map(shellQuoted).join(' ');
  // The id of the shell makes a line that no summary of a commit holds.
  const script = paths.map((path) => `${words} ${shellQuoted(path)} </dev/null; echo "= $$ $?"\n`).join('');
  const child = spawn('sh', ['-s'], { env: plainGitEnvironment(), stdio: ['pipe', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  let complaint = '';
  child.stdout.on('data', (bytes: Buffer) => output.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => (complaint = (complaint + bytes.toString()).slice(-2000)));
  child.stdin.end(Buffer.from(script, 'latin1'));
  await once(child, 'close');
  const text = Buffer.concat(output).toString('latin1');
  const parts = text.split(new RegExp(`^= ${child.pid} (\\d+)\n`, 'm'));
  return paths.map((path, at) => {
    const status = parts[at * 2 + 1];
    if (status !== '0') throw new Error(`Cannot blame ${path} at ${revision}: exit ${status}, ${complaint}`);
    return parseBlame(parts[at * 2]!);
  });
}

function shellQuoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
