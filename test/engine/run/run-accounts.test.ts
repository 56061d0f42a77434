import { expect, test } from 'vitest';
import { type PlannedAccount, RunAccounts } from '../../../engine/index.ts';

const planned: readonly PlannedAccount[] = [
  { name: 'process', isWhole: true, boundBytes: 500, predictedBytes: 500 },
  { name: 'facts', isWhole: false, boundBytes: 300, predictedBytes: 100 },
];

test('RunAccounts keeps what was held now and at most, in the order of the plan', () => {
  const accounts = new RunAccounts(planned);
  accounts.hold('facts', 200);
  accounts.hold('facts', 50);
  expect([accounts.boundBytes, accounts.totalBytes]).toEqual([800, 550]);
  expect(accounts.heldBytes).toEqual({ process: 500, facts: 50 });
  expect(accounts.rows()).toEqual([
    { account: 'process', usedBytes: 500, peakBytes: 500, boundBytes: 500 },
    { account: 'facts', usedBytes: 50, peakBytes: 200, boundBytes: 300 },
  ]);
});

test('RunAccounts tells the most that was resident and not accounted for', () => {
  const accounts = new RunAccounts(planned);
  accounts.compare(620);
  accounts.compare(510);
  expect(accounts.unaccountedBytes).toBe(120);
});

test('RunAccounts of an unlimited run holds nothing', () => {
  const accounts = new RunAccounts([]);
  accounts.hold('facts', 7);
  expect([accounts.totalBytes, accounts.rows()]).toEqual([0, []]);
});
