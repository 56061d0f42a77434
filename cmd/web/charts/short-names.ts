/**
 * Paths as labels: the last part, with as many folders before it as it takes to tell them apart, and an
 * ellipsis in the middle of what is still longer than `lengthMax`. Labels of different paths differ, also
 * behind an ellipsis.
 *
 * @example shortNames(['a/app.css', 'b/app.css', 'b/x.js'], 20) → ['a/app.css', 'b/app.css', 'x.js']
 */
export function shortNames(paths: readonly string[], lengthMax: number): string[] {
  const partCounts = paths.map(() => 1);
  let names = paths.map((path) => lastParts(path, 1));
  for (let partCount = 2; partCount <= partCountMax; partCount += 1) {
    const seen = countsOf(names);
    for (const [at, name] of names.entries()) if (seen.get(name)! > 1) partCounts[at] = partCount;
    names = paths.map((path, at) => lastParts(path, partCounts[at]!));
  }
  return told(names.map((name) => withoutMiddle(name, lengthMax)));
}

/** Deeper differences are told by a number. */
const partCountMax = 12;

/** `path/to/a-long-name.ts` as `path/to…ame.ts`. */
export function withoutMiddle(text: string, lengthMax: number): string {
  const characters = Array.from(text);
  if (characters.length <= lengthMax) return text;
  const kept = Math.max(2, lengthMax - 1);
  const headLength = Math.floor(kept * 0.4);
  return `${characters.slice(0, headLength).join('')}…${characters.slice(headLength - kept).join('')}`;
}

function lastParts(path: string, count: number): string {
  return path.split('/').slice(-count).join('/');
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function told(names: readonly string[]): string[] {
  const counts = countsOf(names);
  const numbers = new Map<string, number>();
  return names.map((name) => {
    if (counts.get(name) === 1) return name;
    const number = (numbers.get(name) ?? 0) + 1;
    numbers.set(name, number);
    return `${name} ${number}`;
  });
}
