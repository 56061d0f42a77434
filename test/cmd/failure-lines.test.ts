import { describe, expect, test } from 'vitest';
import { failureLines } from '../../cmd/failure-lines.ts';
import { CodefangError } from '../../engine/index.ts';

describe('failureLines()', () => {
  test('tells a known failure as a chain of sentences, without a stack', () => {
    const cause = new CodefangError('IO', 'Cannot write', { cause: new Error('disk full') });
    const error = new CodefangError('IO', 'Cannot spill', { cause });
    expect(failureLines(error, '1.2.3')).toEqual([
      'codefang: Cannot spill',
      '  because: Cannot write',
      '  because: disk full',
    ]);
  });

  test('ends in a ring of causes', () => {
    const error = new CodefangError('IO', 'Cannot');
    error.cause = error;
    expect(failureLines(error, '1.2.3').length).toBe(16);
  });

  test('shows what would drive a terminal', () => {
    const error = new CodefangError('CORRUPT', 'Cannot read "\u001b[2J\u009b"');
    expect(failureLines(error, '1.2.3')).toEqual(['codefang: Cannot read "\\x1b[2J\\x9b"']);
  });

  test('tells a bug with its stack and asks for a report', () => {
    const lines = failureLines(new TypeError('x is undefined'), '1.2.3');
    expect(lines[1]).toBe('  because: x is undefined');
    expect(lines.some((line) => /^\s+at .*failure-lines\.test/.test(line))).toBe(true);
    expect(lines.at(-1)).toContain('report');
    expect(lines.at(-1)).toContain('codefang 1.2.3');
  });

  test('copes with what is no error', () => {
    expect(failureLines('oops', '1')[1]).toBe('  because: oops was thrown');
  });
});
