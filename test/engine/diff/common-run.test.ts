import { expect, test } from 'vitest';
import { commonPrefixLength, commonSuffixLength } from '../../../engine/diff/common-run.ts';
import { TextMaker } from './text-maker.ts';

test('commonPrefixLength() finds the first difference wherever it lies', () => {
  const maker = new TextMaker(1);
  for (let round = 0; round < 3_000; round += 1) {
    const length = maker.below(round % 20 === 0 ? 300_000 : 3_000) + 1;
    const shift = maker.below(9);
    const a = Buffer.alloc(length + 20, 'x');
    const b = Buffer.alloc(length + 20 + shift, 'x');
    const at = maker.below(length);
    b[shift + at] = 1;
    expect(commonPrefixLength(a, 0, b, shift, length)).toBe(at);
    expect(commonPrefixLength(a, 0, b, shift, at)).toBe(at);
  }
});

test('commonSuffixLength() finds the last difference wherever it lies', () => {
  const maker = new TextMaker(2);
  for (let round = 0; round < 3_000; round += 1) {
    const length = maker.below(round % 20 === 0 ? 300_000 : 3_000) + 1;
    const shift = maker.below(9);
    const a = Buffer.alloc(length, 'x');
    const b = Buffer.alloc(length + shift, 'x');
    const fromEnd = maker.below(length);
    b[length - 1 - fromEnd] = 1;
    expect(commonSuffixLength(a, length, b, length, length)).toBe(fromEnd);
    expect(commonSuffixLength(a, length, b, length, fromEnd)).toBe(fromEnd);
  }
});
