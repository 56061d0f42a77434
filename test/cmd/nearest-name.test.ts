import { describe, expect, test } from 'vitest';
import { didYouMean, nearestName } from '../../cmd/nearest-name.ts';

const names = ['limit', 'memory-budget', 'burndown-granularity', 'since', 'resume'];

describe('nearestName()', () => {
  test.each([
    ['limt', 'limit'],
    ['limti', 'limit'],
    ['--memory-budgte', 'memory-budget'],
    ['memory_budget', 'memory-budget'],
    ['granularity', 'burndown-granularity'],
    ['no-resume', 'resume'],
    ['SINCE', 'since'],
  ])('takes %s for %s', (word, name) => {
    expect(nearestName(word, names)).toBe(name);
  });

  test.each(['', 'x', 'until', 'gran', 'ty', 'a'.repeat(1000)])('has nothing for "%s"', (word) => {
    expect(nearestName(word, names)).toBeUndefined();
  });

  test('takes the first of equally near names', () => {
    expect(nearestName('abcx', ['abcd', 'abce'])).toBe('abcd');
    expect(nearestName('abcx', ['abce', 'abcd'])).toBe('abce');
  });
});

test('didYouMean() is empty when nothing is near', () => {
  expect(didYouMean('limt', names)).toBe(', did you mean "limit"?');
  expect(didYouMean('zzz', names)).toBe('');
});
