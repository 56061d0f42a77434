import { expect, test } from 'vitest';
import { collectGarbage } from '../../../engine/memory/index.ts';

test('collectGarbage() lets go of what nothing holds', async () => {
  const held = { bytes: new Uint8Array(1024) };
  const dropped = new WeakRef(makeGarbage());
  const kept = new WeakRef(held.bytes);
  // A WeakRef keeps its target to the end of the turn it was made in.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  collectGarbage();
  expect(dropped.deref()).toBeUndefined();
  expect(kept.deref()).toBe(held.bytes);
});

function makeGarbage(): object {
  return { bytes: new Uint8Array(1024) };
}
