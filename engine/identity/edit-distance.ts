/** Whether two texts differ in at most two letters that are added, removed or replaced. */
export function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2) return false;
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let least = row;
    for (let at = 1; at <= b.length; at += 1) {
      const replaced = above[at - 1]! + (a[row - 1] === b[at - 1] ? 0 : 1);
      current[at] = Math.min(replaced, above[at]! + 1, current[at - 1]! + 1);
      least = Math.min(least, current[at]!);
    }
    if (least > 2) return false;
    above = current;
  }
  return above[b.length]! <= 2;
}

/**
 * Keys of a text such that two texts within two letters of each other have one in common: of three parts one is untouched,
 * moved by at most two places. `own` are put into an index, `sought` are looked up.
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
