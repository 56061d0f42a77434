import { type RunView, linesOf, originOf } from '../lines/index.ts';
import type { CommitFacts } from './commit-facts.ts';
import type { TextLines } from './text-lines.ts';

/** The longest lines of an origin, by which its file is found: short ones stand in many files. */
const sampleLineCount = 16;
/** Of the files that a commit changed so many are read, the likeliest first. */
const candidateCountMax = 256;

export interface OriginNamesOptions {
  /** Whether lines may come from another file though the commit changed one of the same name. */
  readonly hasMoves: boolean;
  /** Whether a commit has a file otherwise than its first parent. */
  readonly isChangedIn: (commit: CommitFacts, path: string) => boolean;
  /** Paths of the files that a commit has otherwise than its first parent, in tree order. */
  readonly changedIn: (commit: CommitFacts) => readonly string[];
  readonly content: (commit: CommitFacts, path: string) => TextLines | undefined;
}

/**
 * The path that lines had in the commit that wrote them. What is kept of lines knows no names: of the files that the
 * commit changed it is this one, or the one that has most of the lines, files of the same name first.
 */
export class OriginNames {
  readonly #options: OriginNamesOptions;

  constructor(options: OriginNamesOptions) {
    this.#options = options;
  }

  /** @param samples lines of `path` that the commit wrote, of `sampleLines` */
  find(commit: CommitFacts, path: string, samples: readonly Buffer[]): string {
    const { hasMoves, isChangedIn, changedIn } = this.#options;
    // Most commits did, and their other trees need not be read.
    if (!hasMoves && isChangedIn(commit, path)) return path;
    const changed = changedIn(commit);
    let best = path;
    let most = 0;
    for (const name of likeliestFirst(changed, path).slice(0, candidateCountMax)) {
      const content = this.#options.content(commit, name);
      const found = content === undefined ? 0 : samples.filter((line) => content.has(line)).length;
      if (found <= most) continue;
      best = name;
      most = found;
      if (found === samples.length) break;
    }
    return best;
  }
}

/** Of each origin of a file the longest lines, earlier ones before later ones of equal length. */
export function sampleLines({ ints, start, end }: RunView, text: TextLines): ReadonlyMap<number, readonly Buffer[]> {
  const samples = new Map<number, Buffer[]>();
  let number = 1;
  for (let at = start; at < end; at += 1) {
    const origin = originOf(ints[at]!);
    let lines = samples.get(origin);
    if (lines === undefined) samples.set(origin, (lines = []));
    for (let left = linesOf(ints[at]!); left > 0; left -= 1, number += 1) keepLong(lines, text.line(number));
  }
  return samples;
}

/** Lines are kept longest first. */
function keepLong(lines: Buffer[], line: Buffer): void {
  let at = lines.length;
  while (at > 0 && lines[at - 1]!.length < line.length) at -= 1;
  if (at === sampleLineCount) return;
  lines.splice(at, 0, line);
  if (lines.length > sampleLineCount) lines.pop();
}

/** By how many parts of their paths, from the last on, are those of the path; a stable sort keeps tree order. */
function likeliestFirst(names: readonly string[], path: string): string[] {
  const parts = path.split('/').reverse();
  const shared = new Map(
    names.map((name) => {
      const others = name.split('/').reverse();
      const differing = parts.findIndex((part, at) => part !== others[at]);
      return [name, differing < 0 ? parts.length : differing];
    }),
  );
  return [...names].sort((a, b) => shared.get(b)! - shared.get(a)!);
}
