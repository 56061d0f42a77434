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
export function blameFiles({ revision, paths, ...request }: BlameRequest): Promise<BlamedLines[]> {
  return blameEach({ ...request, questions: paths.map((path) => ({ revisions: [revision], path })) });
}

export type BlameQuestions = Omit<BlameRequest, 'revision' | 'paths'> & {
  /** Each with a revision, and perhaps others behind `^` that end the search. */
  readonly questions: readonly { readonly revisions: readonly string[]; readonly path: string }[];
};

export async function blameEach(request: BlameQuestions): Promise<BlamedLines[]> {
  const { repository, questions, follows, moves, ignoreRevsFiles = [] } = request;
  const plain = ['-c', 'blame.ignoreRevsFile=', '-c', 'core.quotePath=false'];
  const ignored = ignoreRevsFiles.flatMap((file) => ['--ignore-revs-file', file]);
  const moved = moves === 'file' ? ['-M'] : moves === 'commit' ? ['-C'] : [];
  const blame = ['blame', '--incremental', '--no-textconv', ...(follows ? [] : ['--no-follow']), ...moved, ...ignored];
  const words = ['git', '-C', repository, ...plain, ...blame].map(shellQuoted).join(' ');
  // The id of the shell makes a line that no summary of a commit holds.
  const script = questions.map(({ revisions, path }) => {
    return `${words} ${revisions.map(shellQuoted).join(' ')} -- ${shellQuoted(path)} </dev/null; echo "= $$ $?"\n`;
  });
  const child = spawn('sh', ['-s'], { env: plainGitEnvironment(), stdio: ['pipe', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  let complaint = '';
  child.stdout.on('data', (bytes: Buffer) => output.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => (complaint = (complaint + bytes.toString()).slice(-2000)));
  child.stdin.end(Buffer.from(script.join(''), 'latin1'));
  await once(child, 'close');
  const text = Buffer.concat(output).toString('latin1');
  const parts = text.split(new RegExp(`^= ${child.pid} (\\d+)\n`, 'm'));
  return questions.map(({ revisions, path }, at) => {
    const status = parts[at * 2 + 1];
    if (status !== '0') throw new Error(`Cannot blame ${path} at ${revisions[0]}: exit ${status}, ${complaint}`);
    return parseBlame(parts[at * 2]!);
  });
}

function shellQuoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
