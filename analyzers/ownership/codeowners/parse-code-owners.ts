import { PathPattern } from '../../../engine/index.ts';

/** A line of a CODEOWNERS file that names files. */
export interface OwnerRule {
  /** From 1. */
  readonly line: number;
  /** The pattern as written. */
  readonly text: string;
  /** As written, such as `@login`, `@org/team` or an e-mail; empty takes ownership away. */
  readonly owners: readonly string[];
  /** Lower case; empty outside of sections. Each section decides for itself. */
  readonly section: string;
  /** Undefined when the host passes the line over. */
  readonly pattern: PathPattern | undefined;
  /** Name of the first folder, when all that match are in it; undefined when they may be anywhere. */
  readonly firstFolder: string | undefined;
}

export type CodeHost = 'github' | 'gitlab';

/** More rules than anybody has; those after them are passed over. */
const ruleCountMax = 10_000;
const sectionHeader = /^(\^)?\[([^\]]+)\](?:\[\d+\])?(.*)$/;

/**
 * Reads a CODEOWNERS file by the rules of its host.
 *
 *   GitHub   as .gitignore, without `!` and `[ ]`: a pattern without a slash names files and folders anywhere, one with
 *            a slash starts at the root; a name without a wildcard takes what is below it; `#` ends a line
 *   GitLab   one without a slash at its start is tried in every folder, and only a slash at its end takes what is
 *            below; sections have owners for rules that name none
 *
 * Source: the documentation of both, "About code owners" and "Code Owners syntax and error handling".
 * BOUNDED BY: `ruleCountMax` rules.
 */
export function parseCodeOwners(text: string, host: CodeHost): OwnerRule[] {
  const rules: OwnerRule[] = [];
  let section = '';
  let usual: readonly string[] = [];
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const header = host === 'gitlab' ? sectionHeader.exec(line) : null;
    if (header !== null) {
      section = header[2]!.trim().toLowerCase();
      usual = wordsOf(header[3]!);
      continue;
    }
    if (rules.length === ruleCountMax) break;
    const [pattern, ...named] = wordsOf(line);
    const owners = named.length === 0 ? usual : named;
    rules.push({ line: at + 1, text: pattern!, owners, section, ...matcherOf(pattern!, host) });
  }
  return rules;
}

/** GitLab has sections; GitHub allows no bracket. */
export function hostOf(path: string, text: string): CodeHost {
  const hasSection = text.split(/\r?\n/).some((line) => sectionHeader.test(line.trim()));
  return path.startsWith('.gitlab/') || hasSection ? 'gitlab' : 'github';
}

/** Words between blanks, up to a comment; a backslash keeps a blank or a hash in the word. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:\\.|[^\s\\])+/g)) {
    if (word.startsWith('#')) break;
    words.push(word);
  }
  return words;
}

function matcherOf(text: string, host: CodeHost): Pick<OwnerRule, 'pattern' | 'firstFolder'> {
  const nothing = { pattern: undefined, firstFolder: undefined };
  if (text.startsWith('!') || (host === 'github' && /[[\]]/.test(text))) return nothing;
  const inner = text.replace(/\/$/, '');
  const isRooted = host === 'gitlab' ? text.startsWith('/') : inner.includes('/');
  const fromRoot = text.replace(/^\/+/, '');
  if (fromRoot === '') return nothing;
  const takesBelow = host === 'github' || text.endsWith('/');
  const glob = isRooted ? `/${fromRoot}` : `**/${fromRoot}`;
  try {
    const pattern = new PathPattern(glob, 'a pattern of CODEOWNERS', takesBelow ? 'directories' : 'files');
    const [first, second] = fromRoot.split('/');
    const isInFolder = isRooted && second !== undefined && !/[*?[\\]/.test(first!);
    return { pattern, firstFolder: isInFolder ? first : undefined };
  } catch {
    return nothing;
  }
}
