import { expect, test } from 'vitest';
import { MemoryLedger } from '../../../engine/memory/index.ts';

test('LedgerAccount.hold() sets what is held, and keeps the most, beyond the bound as well', () => {
  const account = new MemoryLedger().open('fact tables', 100);
  account.hold(60);
  account.hold(140);
  account.hold(5);
  expect([account.usedBytes, account.peakBytes, account.boundBytes]).toEqual([5, 140, 100]);
});

test('MemoryLedger adds its accounts up and lists them by name', () => {
  const ledger = new MemoryLedger();
  for (const [name, used] of [
    ['slabs', 5],
    ['Zones', 7],
    ['delta bases', 11],
  ] as const) {
    ledger.open(name, 20).hold(used);
  }
  expect(ledger.totalBytes).toBe(23);
  expect(ledger.boundBytesTotal).toBe(60);
  expect(ledger.rows()).toEqual([
    { account: 'Zones', usedBytes: 7, peakBytes: 7, boundBytes: 20 },
    { account: 'delta bases', usedBytes: 11, peakBytes: 11, boundBytes: 20 },
    { account: 'slabs', usedBytes: 5, peakBytes: 5, boundBytes: 20 },
  ]);
});

test('MemoryLedger notices our own mistakes', () => {
  const ledger = new MemoryLedger();
  const account = ledger.open('once', 10);
  account.hold(3);
  const mistakes = [
    () => ledger.open('once', 10),
    () => ledger.open('negative', -1),
    () => ledger.open('not a number', Number.NaN),
    () => account.hold(-1),
    () => account.hold(0.5),
    () => account.hold(Number.NaN),
  ];
  for (const mistake of mistakes) expect(mistake).toThrow('this is a bug');
  expect(account.usedBytes).toBe(3);
});
