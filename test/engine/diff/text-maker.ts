import { randomFrom } from '../../support/random.ts';

/** Random texts for tests; the same seed gives the same texts. */
export class TextMaker {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** A whole number in `[0, below)`. */
  below(below: number): number {
    return Math.floor(this.#random() * below);
  }

  /** Lines out of an alphabet of `kinds`, each with a line feed. */
  lines(count: number, kinds: number): string[] {
    return Array.from({ length: count }, () => `${this.word(kinds)}\n`);
  }

  /** Number 0 is the empty word. */
  word(kinds: number): string {
    const n = this.below(kinds);
    return n === 0 ? '' : `line ${n.toString(36)}`;
  }

  /** A copy with `editCount` stretches replaced, deleted or inserted. */
  edited(lines: readonly string[], editCount: number, kinds: number): string[] {
    const copy = [...lines];
    for (let i = 0; i < editCount; i += 1) {
      const at = this.below(copy.length + 1);
      copy.splice(at, this.below(4), ...this.lines(this.below(4), kinds));
    }
    return copy;
  }

  /** Joins lines; now and then the last line feed goes missing, or all become CRLF. */
  text(lines: readonly string[]): Buffer {
    let text = lines.join('');
    if (this.below(8) === 0) text = text.replaceAll('\n', '\r\n');
    if (this.below(3) === 0) text = text.replace(/\n$/, '');
    return Buffer.from(text);
  }
}

/** Splits into lines that keep their line feed. */
export function splitLines(text: Uint8Array): string[] {
  return (
    Buffer.from(text)
      .toString('latin1')
      .match(/[^\n]*\n|[^\n]+$/g) ?? []
  );
}

/** Length of a longest common subsequence by the table of all prefixes. */
export function commonLineCount(a: ArrayLike<unknown>, b: ArrayLike<unknown>): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (let i = 0; i < a.length; i += 1) {
    const next = [0];
    for (let j = 0; j < b.length; j += 1) {
      next.push(a[i] === b[j] ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    }
    row = next;
  }
  return row[b.length]!;
}
