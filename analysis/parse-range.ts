import { CodefangError } from '../engine/index.ts';

export interface RevisionRange {
  /** Where the walk starts. */
  readonly revision: string;
  /** Commits reachable from it are left out; undefined leaves out none. */
  readonly excludedRevision: string | undefined;
}

/**
 * A revision, or `A..B` as git writes the commits that are reachable from B and not from A. An empty side means `HEAD`.
 *
 * @throws {CodefangError} USAGE for `A...B`, and for a range of a walk along first parents
 * @example parseRange('main..', false) // { revision: 'HEAD', excludedRevision: 'main' }
 */
export function parseRange(text: string, firstParent: boolean): RevisionRange {
  const at = text.indexOf('..');
  if (at < 0) return { revision: text, excludedRevision: undefined };
  const [from, to] = [text.slice(0, at) || 'HEAD', text.slice(at + '..'.length) || 'HEAD'];
  if (to.startsWith('.') || to.includes('..')) {
    const other = to.replace(/^\.+/, '') || 'HEAD';
    throw refusal(text, `it is not a range from one commit to another, expected ${from}..${other}`);
  }
  // Along first parents a branch that was merged would not be reachable from what it was merged into.
  if (firstParent) throw refusal(text, 'a range needs all parents, expected it without --first-parent');
  return { revision: to, excludedRevision: from };
}

function refusal(text: string, state: string): CodefangError {
  return new CodefangError('USAGE', `Cannot use revision "${text}": ${state}`);
}
