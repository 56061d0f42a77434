import type { GitFixture } from './git-fixture.ts';

/** A change of a commit against its first parent as git tells it; paths as latin1. */
export interface GitChange {
  readonly status: string;
  readonly oldMode: string;
  readonly newMode: string;
  readonly path: string;
  readonly oldPath: string | null;
  /** Null for a binary. */
  readonly added: number | null;
  readonly removed: number | null;
}

export const gitlink = '160000';
export const absent = '000000';

/**
 * Every commit of HEAD, newest first as git lists them, with its changes in git's order.
 * `words` are further options, such as `-M100%` or `--no-merges`.
 */
export function gitChanges(fixture: GitFixture, words: readonly string[]): Map<string, GitChange[]> {
  const log = ['log', '-z', '--raw', '--numstat', '--no-abbrev', '--diff-merges=first-parent', '--format=%x01%H'];
  const output = fixture.gitBytes([...log, ...words, 'HEAD']).toString('latin1');
  const commits = new Map<string, GitChange[]>();
  for (const record of output.split('\x01').slice(1)) {
    const [head, ...tokens] = record.split('\0');
    commits.set(head!.trim(), readRecord(tokens));
  }
  return commits;
}

function readRecord(tokens: readonly string[]): GitChange[] {
  const changes: GitChange[] = [];
  let counted = 0;
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!.replace(/^\n/, '');
    at += 1;
    if (token.startsWith(':')) {
      const [oldMode, newMode, , , status] = token.slice(1).split(' ');
      const isPair = /^[RC]/.test(status!);
      const oldPath = isPair ? tokens[at]! : null;
      const path = tokens[at + (isPair ? 1 : 0)]!;
      at += isPair ? 2 : 1;
      changes.push({
        status: status![0]!,
        oldMode: oldMode!,
        newMode: newMode!,
        path,
        oldPath,
        added: null,
        removed: null,
      });
      continue;
    }
    const counts = /^(\d+|-)\t(\d+|-)\t([^]*)$/.exec(token);
    if (counts === null) continue;
    const [, added, removed, path] = counts;
    const change = changes[counted]!;
    const name = path === '' ? tokens[at + 1]! : path!;
    if (path === '') at += 2;
    if (name !== change.path) throw new Error(`Cannot read git's numbers: ${name} stands for ${change.path}`);
    changes[counted] = { ...change, added: numberOf(added!), removed: numberOf(removed!) };
    counted += 1;
  }
  if (counted !== changes.length) throw new Error(`Cannot read git's numbers: ${counted} of ${changes.length}`);
  return changes;
}

function numberOf(text: string): number | null {
  return text === '-' ? null : Number(text);
}
