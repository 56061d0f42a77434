import { expect, test } from 'vitest';
import { LineSieve } from '../../../engine/diff/line-sieve.ts';
import { splitLines, TextMaker } from './text-maker.ts';

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The lines of `text[start, …)` that pass, and how many there are in all. */
function sieved(sieve: LineSieve, text: Buffer, start: number): [string[], number] {
  const passed: string[] = [];
  sieve.start(viewOf(text), start, text.length);
  while (sieve.next()) passed.push(text.toString('latin1', sieve.lineStart, sieve.lineEnd));
  return [passed, sieve.lineCount];
}

test('LineSieve lets every line pass that was put in, and few others', () => {
  const sieve = new LineSieve();
  let strangers = 0;
  let lineCount = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const maker = new TextMaker(seed);
    const text = maker.text(maker.lines(maker.below(200), 1_000));
    const lines = splitLines(text);
    const start = Math.min(text.length, (lines[0]?.length ?? 0) * maker.below(2));
    const wanted = new Set(lines.filter(() => maker.below(10) === 0));
    // The same lines elsewhere: a place in the sieve must not depend on what lies about a line.
    const other = Buffer.from(`x${[...wanted].join('x')}`);
    sieve.clear();
    for (const line of wanted) sieve.add(viewOf(other), other.indexOf(`x${line}`) + 1, line.length);
    const [passed, count] = sieved(sieve, text, start);
    const looked = splitLines(text.subarray(start));
    expect(count, `SEED=${seed}`).toBe(looked.length);
    const common = (some: readonly string[]): string[] => some.filter((line) => wanted.has(line));
    expect(common(passed), `SEED=${seed}`).toEqual(common(looked));
    strangers += passed.filter((line) => !wanted.has(line)).length;
    lineCount += count;
  }
  expect(strangers).toBeLessThan(lineCount / 50);
});

test('LineSieve lets all lines pass when open', () => {
  const sieve = new LineSieve();
  sieve.open();
  expect(sieved(sieve, Buffer.from('\n\nab\nabcdef\nx'), 0)).toEqual([['\n', '\n', 'ab\n', 'abcdef\n', 'x'], 5]);
  expect(sieved(sieve, Buffer.from('a\n'), 2)).toEqual([[], 0]);
});
