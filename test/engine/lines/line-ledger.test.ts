import { describe, expect, test } from 'vitest';
import { changeKind } from '../../../engine/contract.ts';
import { eventSpec, LineLedger, removalSpec } from '../../../engine/lines/index.ts';
import { randomOrigins, runsOf } from '../../support/line-arrays.ts';
import { MemoryFacts } from '../../support/memory-facts.ts';
import { randomFrom } from '../../support/random.ts';

const commitCount = 50;

class Books {
  readonly events = new MemoryFacts(eventSpec);
  readonly removals = new MemoryFacts(removalSpec);
  readonly ledger = new LineLedger(this.events, this.removals, commitCount);
}

/** Facts by their keys; those of 0 are no facts. */
function factsOf(facts: MemoryFacts): Record<string, number> {
  const found: Record<string, number> = {};
  const cursor = facts.scan();
  while (cursor.next()) if (cursor.value(0) !== 0) found[[cursor.a, cursor.b, cursor.c].join()] = cursor.value(0);
  return found;
}

function countsOf(older: readonly number[], newer: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const origin of older) counts.set(origin, (counts.get(origin) ?? 0) - 1);
  for (const origin of newer) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  return new Map(Array.from(counts).filter(([, lines]) => lines !== 0));
}

describe('LineLedger', () => {
  test('differ, books by origin what came and what went, and beside the mainline what went', () => {
    const random = randomFrom(3);
    const below = (limit: number): number => Math.floor(random() * limit);
    const { events, removals, ledger } = new Books();
    const wanted: Record<string, number> = {};
    const wantedRemovals: Record<string, number> = {};
    let total = 0;
    for (let place = 0; place < 400; place += 1) {
      const older = randomOrigins(below, below(3) === 0 ? 0 : 40, 12);
      // Mostly the older lines with something else in their midst.
      const middle = below(older.length + 1);
      const other = randomOrigins(below, 12, 12);
      const newer = below(4) === 0 ? other : [...older.slice(0, middle), ...other, ...older.slice(middle + below(9))];
      const isMainline = below(3) > 0;
      ledger.begin(place, isMainline);
      ledger.differ(runsOf(older), runsOf(newer), 7);
      for (const [origin, lines] of countsOf(older, newer)) {
        if (isMainline) wanted[`${place},${origin + 1},7`] = lines;
        else if (lines < 0) wantedRemovals[`${place},${origin + 1},8`] = -lines;
      }
      const net = isMainline ? newer.length - older.length : 0;
      expect(ledger.netLines).toBe(net);
      expect(ledger.mainlineLines).toBe((total += net));
    }
    expect(factsOf(events)).toEqual(wanted);
    expect(factsOf(removals)).toEqual(wantedRemovals);
    expect(Object.keys(wantedRemovals).length).toBeGreaterThan(100);
  });

  test('came and went, are set off by origin within a commit and a file', () => {
    const { events, removals, ledger } = new Books();
    ledger.begin(4, true);
    ledger.came(0, 5);
    ledger.went(2, 0, 3);
    ledger.went(2, 1, 1);
    ledger.went(-1, 0, 2);
    ledger.allWent(runsOf([2, 2, 9]), 0);
    expect(factsOf(events)).toEqual({ '4,5,0': 5, '4,3,0': -5, '4,3,1': -1, '4,0,0': -2, '4,10,0': -1 });
    expect([ledger.netLines, ledger.mainlineLines]).toEqual([-4, -4]);
    ledger.begin(5, false);
    ledger.came(0, 5);
    ledger.went(2, 0, 3);
    ledger.went(-1, -1, 1);
    expect(factsOf(removals)).toEqual({ '5,3,1': 3, '5,0,0': 1 });
    expect([ledger.netLines, ledger.mainlineLines]).toEqual([0, -4]);
  });

  test('what was there before the walk, comes with the first commit of the mainline', () => {
    const { events, ledger } = new Books();
    const { files } = ledger;
    const file = files.observe(changeKind.added, 3, -1);
    ledger.begin(0, false);
    expect(ledger.netLines).toBe(0);
    ledger.baseline(file, 6);
    ledger.baseline(files.observe(changeKind.added, 4, -1), 0);
    ledger.begin(1, true);
    ledger.came(file, 2);
    expect([ledger.netLines, ledger.mainlineLines]).toEqual([8, 8]);
    ledger.begin(2, true);
    expect(ledger.netLines).toBe(0);
    expect(factsOf(events)).toEqual({ [`0,0,${file}`]: 6, [`1,2,${file}`]: 2 });
  });
});
