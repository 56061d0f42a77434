import { CodefangError } from '../engine/index.ts';
import { folderOf } from './folder-of.ts';

/** A few words that suggest another name, or none. */
export type NameHint = (name: string, known: readonly string[]) => string;

/**
 * The ids that names and globs mean, each once, in alphabetical order. A name is an id or its last
 * part where that is unique; `*` and `?` stand for letters of one part. No pattern means all.
 *
 * @throws {CodefangError} USAGE for a pattern that means nothing
 * @example selectAnalyzers(['devs'], ['history/devs']) // ['history/devs']
 */
export function selectAnalyzers(
  patterns: readonly string[],
  ids: readonly string[],
  hint: NameHint = () => '',
): readonly string[] {
  const selected = new Set(patterns.length === 0 ? ids : []);
  for (const pattern of patterns) {
    for (const id of idsOf(pattern, ids, hint)) selected.add(id);
  }
  return [...selected].sort();
}

function idsOf(pattern: string, ids: readonly string[], hint: NameHint): readonly string[] {
  const hasFolder = pattern.includes('/');
  const nameOf = (id: string): string => (hasFolder ? id : folderOf(id));
  if (/[*?]/.test(pattern)) {
    const matched = ids.filter((id) => matchesGlob(nameOf(id), pattern));
    if (matched.length > 0) return matched;
    throw refusal(pattern, `it matches none, known are ${ids.join(', ')}`);
  }
  const named = ids.filter((id) => nameOf(id) === pattern);
  if (named.length === 1) return named;
  if (named.length > 1) throw refusal(pattern, `it may be ${named.join(' or ')}`);
  const suggestion = hint(pattern, hasFolder ? ids : ids.map(folderOf));
  throw refusal(pattern, `known are ${ids.join(', ')}${suggestion}`);
}

/** At most pattern × name steps: after a mismatch only the last `*` is tried again. */
function matchesGlob(name: string, pattern: string): boolean {
  let at = 0;
  let patternAt = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (at < name.length) {
    const wanted = pattern[patternAt];
    const letter = name[at];
    if (wanted === '*') {
      starAt = patternAt;
      resumeAt = at;
      patternAt += 1;
    } else if (wanted === letter || (wanted === '?' && letter !== '/')) {
      at += 1;
      patternAt += 1;
    } else if (starAt >= 0 && name[resumeAt] !== '/') {
      resumeAt += 1;
      at = resumeAt;
      patternAt = starAt + 1;
    } else {
      return false;
    }
  }
  while (pattern[patternAt] === '*') patternAt += 1;
  return patternAt === pattern.length;
}

function refusal(pattern: string, state: string): CodefangError {
  return new CodefangError('USAGE', `Cannot select analyzer "${pattern}": ${state}`);
}
