import type { ByteInterner } from '../base/index.ts';
import { PathFilter } from '../git/index.ts';

/**
 * The patterns that no file of a walk matches, in their order. Files that other patterns leave out are not looked at:
 * the walk never met them.
 *
 * @param paths of all files that counted
 */
export function unmatchedPaths(patterns: readonly string[], paths: ByteInterner): readonly string[] {
  return patterns.filter((pattern) => !isMatched(new PathFilter({ include: [pattern], exclude: [] }), paths));
}

function isMatched(filter: PathFilter, paths: ByteInterner): boolean {
  for (let id = 0; id < paths.count; id += 1) if (filter.accepts(paths.bytesOf(id))) return true;
  return false;
}
