import { describe, expect, test } from 'vitest';
import { exitCodeOf, isKnownFailure } from '../../cmd/exit-code.ts';
import { CodefangError, type FailureCode } from '../../engine/index.ts';
import { PlanError } from '../../planner/index.ts';

const codes: readonly (readonly [FailureCode, number])[] = [
  ['USAGE', 2],
  ['BUDGET', 3],
  ['NOT_FOUND', 4],
  ['CORRUPT', 4],
  ['INCOMPLETE', 5],
  ['INVARIANT', 6],
  ['IO', 1],
  ['STATE', 1],
];

describe('exitCodeOf()', () => {
  test.each(codes)('gives a failure with code %s the exit code %i', (code, exit) => {
    expect(exitCodeOf(new CodefangError(code, 'Cannot'), undefined)).toBe(exit);
    expect(isKnownFailure(new CodefangError(code, 'Cannot'))).toBe(true);
  });

  test('tells the signals of a stop apart', () => {
    const aborted = new CodefangError('ABORTED', 'Cannot finish');
    expect(exitCodeOf(aborted, 'SIGINT')).toBe(130);
    expect(exitCodeOf(aborted, 'SIGTERM')).toBe(143);
  });

  test('knows the failures of the planner as well', () => {
    expect(exitCodeOf(new PlanError('BUDGET', 'Cannot plan', 1), undefined)).toBe(3);
  });

  const systemError = Object.assign(new Error('x'), { code: 'ENOENT' });
  test.each([new TypeError('bug'), systemError, 'text', null])('takes anything else for a bug: %s', (error) => {
    expect(exitCodeOf(error, undefined)).toBe(1);
    expect(isKnownFailure(error)).toBe(false);
  });
});
