import { CodefangError } from '../base/index.ts';
import { PathPattern } from './path-pattern.ts';

export interface PathFilterPatterns {
  /** Any of them lets a path in; without one, all paths are in. */
  readonly include: readonly string[];
  /** Any of them keeps a path out, whatever `include` says. */
  readonly exclude: readonly string[];
}

/**
 * Which paths of the history count, from `--path GLOB` and `--exclude GLOB` (see PathPattern).
 * BOUNDED BY: 256 patterns of either kind.
 */
export class PathFilter {
  static readonly patternCountMax: number = 256;
  readonly #include: readonly PathPattern[];
  readonly #exclude: readonly PathPattern[];

  /** @throws {CodefangError} USAGE when a pattern cannot be read, or there are too many */
  constructor({ include, exclude }: PathFilterPatterns) {
    this.#include = readPatterns(include, '--path');
    this.#exclude = readPatterns(exclude, '--exclude');
  }

  /** Whether nothing is filtered. */
  get acceptsAll(): boolean {
    return this.#include.length === 0 && this.#exclude.length === 0;
  }

  /** Whether the file at `path[start, end)` counts; "/" between its parts, none at its start. */
  accepts(path: Uint8Array, start = 0, end: number = path.length): boolean {
    if (this.#include.length > 0 && !matchesAny(this.#include, path, start, end)) return false;
    return !matchesAny(this.#exclude, path, start, end);
  }
}

function readPatterns(patterns: readonly string[], option: string): readonly PathPattern[] {
  const countMax = PathFilter.patternCountMax;
  if (patterns.length <= countMax) return patterns.map((text) => new PathPattern(text, option));
  const state = `${patterns.length} patterns, at most ${countMax} are allowed`;
  throw new CodefangError('USAGE', `Cannot use ${option}: ${state}`);
}

function matchesAny(patterns: readonly PathPattern[], path: Uint8Array, start: number, end: number): boolean {
  for (const pattern of patterns) if (pattern.matches(path, start, end)) return true;
  return false;
}
