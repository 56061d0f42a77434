import { expect, test } from 'vitest';
import { MemoryMeter, takeHeapSnapshot } from '../../../engine/index.ts';

test('takeHeapSnapshot() reads the process, the heap of the thread and the clock', () => {
  const memory = { rssBytes: () => 70, heapUsedBytes: () => 20 };
  expect(takeHeapSnapshot(memory, () => 5)).toEqual({ rssBytes: 70, heapUsedBytes: 20, takenAtMs: 5 });
  const meter = new MemoryMeter();
  const { rssBytes, heapUsedBytes } = takeHeapSnapshot(meter, () => 0);
  expect(rssBytes).toBeGreaterThan(heapUsedBytes);
  meter.close();
});
