import { describe, expect, test } from 'vitest';
import { largestComparisonBytes, MiB } from '../../../engine/index.ts';
import { historyOf } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomBytes } from '../../support/random-bytes.ts';

/** Lines of 60 hex digits. */
function textOf(lineCount: number, seed: number): string {
  return randomBytes(lineCount * 30, seed)
    .toString('hex')
    .replaceAll(/.{60}/g, '$&\n');
}

function comparedBytes(fixture: GitFixture, blobBytesMax = 16 * MiB): number {
  return largestComparisonBytes(historyOf(fixture.path), blobBytesMax);
}

describe('largestComparisonBytes', () => {
  test('has room for two versions of the largest text, one between them, and the lines of both', () => {
    using fixture = GitFixture.init();
    fixture.commit({ files: { text: textOf(20_000, 1), less: textOf(5000, 2), binary: randomBytes(3_000_000, 3) } });
    for (const isPacked of [false, true]) {
      if (isPacked) fixture.git('repack', '-q', '-a', '-d');
      const bytes = comparedBytes(fixture);
      const needed = 3 * 20_000 * 61 + 2 * 20_000 * 120;
      expect(bytes).toBeGreaterThan(needed);
      expect(bytes).toBeLessThan(needed * 1.2);
    }
  });

  test('is nothing where all that is large is binary, or too large to count as text', () => {
    using fixture = GitFixture.init();
    fixture.commit({ files: { binary: randomBytes(300_000, 4), small: 'few\nlines\n' } });
    expect(comparedBytes(fixture)).toBe(0);
    fixture.commit({ files: { text: textOf(5000, 5) } });
    expect(comparedBytes(fixture, 100_000)).toBe(0);
    expect(comparedBytes(fixture)).toBeGreaterThan(0);
  });

  test('knows the kind of what is stored as a delta by what it goes back to', () => {
    using fixture = GitFixture.init();
    const common = randomBytes(200_000, 6);
    for (const seed of [7, 8]) {
      fixture.commit({ files: { binary: Buffer.concat([common, randomBytes(90_000, seed)]) } });
    }
    fixture.git('repack', '-q', '-a', '-d', '-f');
    expect(comparedBytes(fixture)).toBe(0);
  });
});
