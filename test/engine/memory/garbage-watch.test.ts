import { getHeapStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { MiB } from '../../../engine/base/index.ts';
import { collectGarbage, GarbageWatch } from '../../../engine/memory/index.ts';

test('GarbageWatch keeps dead buffers near its bound, where V8 alone lets 50 MiB gather', () => {
  collectGarbage();
  const watch = new GarbageWatch(2 * MiB);
  const ground = getHeapStatistics().external_memory;
  let most = 0;
  for (let round = 0; round < 300; round += 1) {
    new Uint8Array(256 * 1024).fill(1);
    watch.look();
    most = Math.max(most, getHeapStatistics().external_memory - ground);
  }
  expect(most).toBeLessThan(8 * MiB);
});
