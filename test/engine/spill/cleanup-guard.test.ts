import { expect, test } from 'vitest';
import { SpillCleanupGuard } from '../../../engine/spill/index.ts';

test('SpillCleanupGuard.close() cleans all, the last registered first, and once', () => {
  const cleaned: string[] = [];
  const guard = new SpillCleanupGuard();
  for (const name of ['a', 'b', 'c']) guard.register({ cleanupSpills: () => void cleaned.push(name) });
  expect(guard.close()).toEqual([]);
  expect(guard.close()).toEqual([]);
  expect(cleaned).toEqual(['c', 'b', 'a']);
});

test('SpillCleanupGuard.close() goes on after a failure and returns it', () => {
  const cleaned: string[] = [];
  const guard = new SpillCleanupGuard();
  const failure = new Error('refused');
  guard.register({ cleanupSpills: () => void cleaned.push('a') });
  guard.register({
    cleanupSpills() {
      throw failure;
    },
  });
  expect(guard.close()).toEqual([failure]);
  expect(cleaned).toEqual(['a']);
});

test('SpillCleanupGuard.register() gives a way out, and cleans at once when it is too late', () => {
  const cleaned: string[] = [];
  const guard = new SpillCleanupGuard();
  const unregister = guard.register({ cleanupSpills: () => void cleaned.push('out') });
  unregister();
  unregister();
  guard.close();
  guard.register({ cleanupSpills: () => void cleaned.push('late') });
  expect(cleaned).toEqual(['late']);
});

test('SpillCleanupGuard survives a cleaner that closes it again', () => {
  const guard = new SpillCleanupGuard();
  let count = 0;
  guard.register({
    cleanupSpills() {
      count += 1;
      guard.close();
    },
  });
  guard.close();
  expect(count).toBe(1);
});
