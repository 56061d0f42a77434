/** Whether two texts differ in at most two letters that are added, removed or replaced. */
export function isNear(a: string, b: string, left = 2): boolean {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  if (start === a.length || start === b.length) return Math.abs(a.length - b.length) <= left;
  if (left === 0) return false;
  const [restA, restB] = [a.slice(start + 1), b.slice(start + 1)];
  if (isNear(restA, restB, left - 1)) return true;
  return isNear(a.slice(start), restB, left - 1) || isNear(restA, b.slice(start), left - 1);
}

/**
 * Keys of a text such that two texts within two letters of each other have one in common: of three parts one is
 * untouched, moved by at most two places. `own` are put into an index, `sought` are looked up.
 */
export function nearKeys(text: string): { readonly own: readonly string[]; readonly sought: readonly string[] } {
  const own = parts(text.length).map(([start, end], nth) => `${text.length}:${nth}:${text.slice(start, end)}`);
  const sought = new Set<string>();
  for (let length = text.length - 2; length <= text.length + 2; length += 1) {
    for (const [nth, [start, end]] of parts(length).entries()) {
      for (let shift = -2; shift <= 2; shift += 1) {
        if (start + shift < 0 || end + shift > text.length) continue;
        sought.add(`${length}:${nth}:${text.slice(start + shift, end + shift)}`);
      }
    }
  }
  return { own, sought: [...sought] };
}

function parts(length: number): readonly (readonly [start: number, end: number])[] {
  const cuts = [0, Math.floor(length / 3), Math.floor((2 * length) / 3), length];
  return [0, 1, 2].map((nth) => [cuts[nth]!, cuts[nth + 1]!] as const);
}
