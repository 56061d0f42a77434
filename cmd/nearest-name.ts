/** Longer words are nobody's typing error. */
const wordLengthMax = 64;

/**
 * The candidate a misspelt word most likely means; undefined when none is near.
 *
 * Near is at most a third of the letters wrong (and at most 3), or the end of a longer name, as
 * `granularity` is of `burndown-granularity`. Ties go to the first candidate. Leading dashes and a
 * leading `no-` do not count.
 */
export function nearestName(word: string, candidates: readonly string[]): string | undefined {
  const wanted = bare(word);
  if (wanted.length === 0 || wanted.length > wordLengthMax) return undefined;
  let nearest: string | undefined;
  let nearestEdits = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const known = bare(candidate);
    const edits = editDistance(wanted, known);
    const editsMax = editsAllowed(Math.max(wanted.length, known.length));
    if (edits > editsMax || edits >= nearestEdits) continue;
    nearest = candidate;
    nearestEdits = edits;
  }
  return nearest ?? candidates.find((candidate) => isEndOf(wanted, bare(candidate)));
}

/** `, did you mean "limit"?`, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const nearest = nearestName(word, candidates);
  return nearest === undefined ? '' : `, did you mean "${nearest}"?`;
}

function editsAllowed(length: number): number {
  return Math.min(3, Math.max(1, Math.floor(length / 3)));
}

function bare(name: string): string {
  return name.toLowerCase().replace(/^-+/, '').replace(/^no-/, '').replaceAll('_', '-');
}

function isEndOf(word: string, name: string): boolean {
  return word.length > 2 && /[-/]/.test(name.at(-word.length - 1) ?? '') && name.endsWith(word);
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      let edits = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (isSame ? 0 : 1));
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && isSwap) edits = Math.min(edits, beforeLast[column - 2]! + 1);
      current.push(edits);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length]!;
}
