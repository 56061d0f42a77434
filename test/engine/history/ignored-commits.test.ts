import { describe, expect, test } from 'vitest';
import { parseIgnoredCommits } from '../../../engine/history/index.ts';

describe('parseIgnoredCommits', () => {
  test('takes full ids, passes comments and blanks over, and names bad lines', () => {
    const one = '0123456789abcdef0123456789abcdef01234567';
    const other = 'F'.repeat(40);
    const bad: number[] = [];
    const text = `# reformatted\n${one} # twice\n\n  ${other}\r\n${one.slice(0, 12)}\n${'0'.repeat(64)}\n`;
    const oids = parseIgnoredCommits(Buffer.from(text), 20, (line) => void bad.push(line));
    expect([...oids]).toEqual([one, other.toLowerCase()]);
    expect(bad).toEqual([5, 6]);
  });
});
