import { expect, test } from 'vitest';
import { numberBytesMax, NumberTexts } from '../../../engine/report/number-texts.ts';
import { randomFrom } from '../../support/random.ts';

test('NumberTexts writes each number as String does, the first time and later', () => {
  const texts = new NumberTexts();
  const random = randomFrom(419);
  const below = (bound: number): number => Math.floor(random() * bound);
  const bytes = new Uint8Array(numberBytesMax + 3);
  const view = new DataView(new ArrayBuffer(8));
  const written = (value: number): string =>
    Buffer.from(bytes.subarray(3, 3 + texts.write(value, bytes, 3))).toString('latin1');
  const edges = [0.1, -0.5, 1e21, -1.234567890123456e-300, 5e-324, Number.MAX_VALUE, -1 / 810_000];
  for (let round = 0; round < 40_000; round += 1) {
    view.setUint32(0, below(2 ** 32));
    view.setUint32(4, below(2 ** 32));
    const some = [view.getFloat64(0), (2 * (1 + below(9))) / (1 + below(500)), edges[below(edges.length)]!];
    for (const value of some) if (Number.isFinite(value)) expect(written(value)).toBe(String(value));
  }
});
