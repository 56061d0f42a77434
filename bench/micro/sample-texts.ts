/** A text like source code, and versions of it; seeded, so that every run measures the same. */
export function sampleText(lineCount: number): string[] {
  const next = randomBelow(7);
  const words = ['if', 'return', 'const', 'buffer', 'length', 'struct', 'oid', '(', ')', '{', '}'];
  return Array.from({ length: lineCount }, () => {
    const indent = '\t'.repeat(next(4));
    const count = 1 + next(7);
    return indent + Array.from({ length: count }, () => words[next(words.length)]!).join(' ');
  });
}

/** The same text with `edits` lines replaced, removed or added. */
export function editedText(lines: readonly string[], edits: number, seed: number): string[] {
  const next = randomBelow(seed);
  const edited = [...lines];
  for (let at = 0; at < edits; at += 1) {
    const line = next(edited.length);
    const kind = next(3);
    edited.splice(line, kind === 0 ? 0 : 1, ...(kind === 1 ? [] : [`edit ${next(1000)}`]));
  }
  return edited;
}

export function bytesOf(lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** Numerical Recipes' LCG. */
export function randomBelow(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
