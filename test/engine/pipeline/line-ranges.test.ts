import { expect, test } from 'vitest';
import { eachRange, rangesWithout, sharedRanges } from '../../../engine/pipeline/line-ranges.ts';
import { randomFrom } from '../../support/random.ts';

const lineCount = 40;
const random = randomFrom(5);

function someLines(): Set<number> {
  return new Set(Array.from({ length: lineCount }, (_, line) => line).filter(() => random() < 0.5));
}

function rangesOf(lines: ReadonlySet<number>): number[] {
  const ranges: number[] = [];
  for (let line = 0; line < lineCount; line += 1) {
    if (!lines.has(line)) continue;
    if (ranges.at(-1) === line) ranges[ranges.length - 1] = line + 1;
    else ranges.push(line, line + 1);
  }
  return ranges;
}

test('ranges are those of sets of lines', () => {
  for (let round = 0; round < 500; round += 1) {
    const [one, other] = [someLines(), someLines()];
    const lines = [...one];
    expect(sharedRanges(rangesOf(one), rangesOf(other))).toEqual(
      rangesOf(new Set(lines.filter((at) => other.has(at)))),
    );
    const left = rangesOf(new Set(lines.filter((at) => !other.has(at))));
    expect(rangesWithout(rangesOf(one), rangesOf(other))).toEqual(left);
    const single = [...other].sort((a, b) => a - b).flatMap((line) => [line, line + 1]);
    expect(rangesWithout(rangesOf(one), single)).toEqual(left);
  }
});

test('eachRange, visits the bytes of lines', () => {
  const bytes = Buffer.from('a\nbb\n\nccc\nd!');
  const found: string[] = [];
  eachRange({ bytes, length: bytes.length - 1 }, [1, 3, 4, 5], (line, start, end) => {
    found.push(`${line} ${bytes.subarray(start, end).toString()}`);
  });
  expect(found).toEqual(['1 bb\n\n', '4 d']);
});
