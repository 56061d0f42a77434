import { describe, expect, test } from 'vitest';
import { MiB } from '../../../engine/base/index.ts';
import { PathRoom } from '../../../engine/run/path-room.ts';
import type { RunPlan } from '../../../engine/plan.ts';

function roomOf(boundBytes: number | undefined): { room: PathRoom; limits: number[] } {
  const limits: number[] = [];
  const accounts = boundBytes === undefined ? [] : [{ name: 'paths', isWhole: false, boundBytes, predictedBytes: 0 }];
  const shared = { partBytesMin: MiB, criticalShare: 0.9 };
  const regions = { workingStateBytes: 10 * MiB };
  const plan = { budgetBytes: 128 * MiB, regions, accounts, ...shared } as unknown as RunPlan;
  return { room: new PathRoom(plan, (bytes) => void limits.push(bytes)), limits };
}

describe('PathRoom', () => {
  test('takes from parts what names take beyond their account, and gives nothing back', () => {
    const { room, limits } = roomOf(4 * MiB);
    for (const bytes of [1, 4, 5, 7, 6]) room.fit(bytes * MiB, () => 128 * MiB);
    expect(limits).toEqual([9 * MiB, 7 * MiB]);
  });

  test('refuses when parts can give no more and memory is short, with a budget that has room', () => {
    const { room, limits } = roomOf(4 * MiB);
    const fit = (): void => room.fit(14 * MiB, () => 120 * MiB);
    room.fit(13 * MiB, () => 120 * MiB);
    expect(fit).toThrow(expect.objectContaining({ code: 'BUDGET' }));
    expect(fit).toThrow('the names of files take 14 MiB, 4 MiB are set aside');
    expect(fit).toThrow('use --memory-budget 150MiB or more');
    expect(limits).toEqual([MiB]);
  });

  test('gives names what is unused otherwise, when parts can give no more', () => {
    const { room, limits } = roomOf(4 * MiB);
    for (const bytes of [10, 14, 50]) room.fit(bytes * MiB, () => 100 * MiB);
    expect(limits).toEqual([4 * MiB, MiB]);
  });

  test('without a budget there is room for all', () => {
    const { room, limits } = roomOf(undefined);
    room.fit(Number.MAX_SAFE_INTEGER, () => 0);
    expect(limits).toEqual([]);
  });
});
