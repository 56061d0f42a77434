import { expect, test } from 'vitest';
import { CopiedLines, type CopiedLinesOptions, type CopiedRun } from '../../../engine/diff/copied-lines.ts';
import { ScratchAllowance } from '../../../engine/memory/index.ts';

const block = (word: string, count = 3): string => {
  return Array.from({ length: count }, (_, at) => `${word} has a line ${at}\n`).join('');
};
const [alpha, beta, gamma] = [block('alpha'), block('beta'), block('gamma')];

/** What is found of one text in others, which are named by their places. */
function find(text: string, sources: readonly string[], copied = new CopiedLines(), lettersMin = 20): CopiedRun[] {
  const bytes = Buffer.from(text);
  copied.start(lettersMin);
  copied.add(0, 0, bytes, 0, bytes.length);
  do {
    for (const [at, source] of sources.entries()) {
      // Scratch is longer than its content.
      copied.offer(at, Buffer.from(`${source}${alpha}`), Buffer.byteLength(source));
    }
  } while (copied.settle());
  return copied.runs;
}

const run = (line: number, count: number, source: number, sourceLine: number): CopiedRun => {
  return { owner: 0, line, count, source, sourceLine };
};

test('the piece with the most letters is taken first, then what is left of it on either side', () => {
  const source = `x\n${beta}y\n${alpha}z\n${gamma}${block('delta', 5)}`;
  const text = `${alpha}new\n${block('delta', 5)}${beta}`;
  expect(find(text, [source])).toEqual([run(4, 5, 0, 12), run(0, 3, 0, 5), run(9, 3, 0, 1)]);
});

test('of pieces with as many letters the last one is taken, in a text and among texts', () => {
  expect(find(alpha, [`${alpha}x\n`, `y\n${alpha}`])).toEqual([run(0, 3, 1, 1)]);
  expect(find(`${alpha}x\n${block('ahpla')}`, [`${alpha}y\n${block('ahpla')}`])[0]).toEqual(run(4, 3, 0, 4));
});

test.each([20, 40])('%i letters and digits are enough, one less is not', (lettersMin) => {
  const letters = 'aB3'.repeat(20);
  const source = (count: number): string => `x\n${letters.slice(0, count - 5)} -;\n ${letters.slice(0, 5)}\n`;
  const found = (count: number): number => find(source(count).slice(2), [source(count)], undefined, lettersMin).length;
  expect(found(lettersMin)).toBe(1);
  expect(found(lettersMin - 1)).toBe(0);
});

test('lines are equal byte for byte, line end included', () => {
  expect(find(alpha, [alpha.toUpperCase()])).toEqual([]);
  expect(find(`${'a'.repeat(30)}\n`, ['a'.repeat(30)])).toEqual([]);
  expect(find('a'.repeat(30), ['a'.repeat(30)])).toEqual([run(0, 1, 0, 0)]);
});

test('owners that are excluded find nothing, and letters that are left are known', () => {
  const copied = new CopiedLines();
  copied.start(20);
  const bytes = Buffer.from(alpha + beta);
  copied.add(7, 100, bytes, 0, alpha.length);
  copied.add(8, 200, bytes, alpha.length, bytes.length);
  do copied.offer(3, bytes, bytes.length, (owner) => owner === 8);
  while (copied.settle());
  expect(copied.runs).toEqual([{ owner: 7, line: 100, count: 3, source: 3, sourceLine: 0 }]);
  expect(copied.lettersLeft).toBe(beta.replaceAll(/[^a-z0-9]/g, '').length);
});

test.each([
  ['lines', { lineCountMax: 5 }],
  ['bytes', { byteCountMax: 64 }],
  ['work', { workMax: 200 }],
  ['stretches', { stretchCountMax: 0 }],
] as const)('beyond the bound of %s nothing is found', (_, options: CopiedLinesOptions) => {
  const copied = new CopiedLines(options);
  expect(find(alpha + beta, [beta + alpha], copied)).toEqual([]);
  expect(copied.isCut).toBe(true);
  if ('stretchCountMax' in options) return;
  expect(find(`${'a'.repeat(25)}\n`, [`${'a'.repeat(25)}\n`], copied)).toHaveLength(1);
  expect(copied.isCut).toBe(false);
});

test('what is held is charged to the account, and given back', () => {
  const allowance = new ScratchAllowance();
  const copied = new CopiedLines({ allowance });
  const large = block('large', 5000);
  find(`${large}x\n`, [`${large}y\n`], copied);
  expect(allowance.heldBytes).toBeGreaterThan(large.length);
  copied.release();
  expect(allowance.heldBytes).toBeLessThan(64 * 1024);
});
