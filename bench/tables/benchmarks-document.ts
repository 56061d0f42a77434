const begin = '<!-- begin of the generated part: node dist/bench/tables/write-benchmarks.js -->\n';
const end = '<!-- end of the generated part -->\n';

/**
 * BENCHMARKS.md with its generated part replaced by `tables`.
 *
 * @throws {Error} without the two marks between which it stands
 */
export function benchmarksDocument(document: string, tables: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error('Cannot find the generated part of BENCHMARKS.md: its marks are missing');
  return `${document.slice(0, from + begin.length)}\n${tables}\n${document.slice(to)}`;
}
