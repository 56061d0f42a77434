import { expect, test } from 'vitest';
import { MemoryLedger } from '../../../engine/memory/index.ts';

test('LedgerAccount.reserve() takes what fits and refuses the rest whole', () => {
  const account = new MemoryLedger().open('fact tables', 100);
  expect(account.reserve(60)).toBe(true);
  expect(account.reserve(41)).toBe(false);
  expect(account.usedBytes).toBe(60);
  expect(account.reserve(40)).toBe(true);
  account.release(100);
  expect([account.usedBytes, account.peakBytes, account.boundBytes]).toEqual([0, 100, 100]);
  expect(account.reserve(0)).toBe(true);
});

test('LedgerAccount with bound 0 is off, with an infinite bound unlimited', () => {
  const ledger = new MemoryLedger();
  expect(ledger.open('off', 0).reserve(1)).toBe(false);
  expect(ledger.open('unlimited', Number.POSITIVE_INFINITY).reserve(2 ** 50)).toBe(true);
});

test('MemoryLedger adds its accounts up and lists them by name', () => {
  const ledger = new MemoryLedger();
  for (const [name, used] of [['slabs', 5], ['Zones', 7], ['delta bases', 11]] as const) {
    ledger.open(name, 20).reserve(used);
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
  account.reserve(3);
  const mistakes = [
    () => ledger.open('once', 10),
    () => ledger.open('negative', -1),
    () => ledger.open('not a number', Number.NaN),
    () => account.reserve(-1),
    () => account.reserve(0.5),
    () => account.reserve(Number.NaN),
    () => account.release(4),
    () => account.release(-1),
  ];
  for (const mistake of mistakes) expect(mistake).toThrow('this is a bug');
  expect(account.usedBytes).toBe(3);
});
