/**
 * Adding facts, in memory and with spilling, and scanning them.
 *
 *   node dist/bench/micro/facts.js
 */
import { tmpdir } from 'node:os';
import { FactTable, SpillDirectory } from '../../engine/spill/index.ts';
import { randomBelow } from './sample-texts.ts';
import { timeLoop } from './time-loop.ts';

const facts = 100_000;
const directory = new SpillDirectory({ root: tmpdir() });
try {
  measure('add and scan, in memory', 32 * 2 ** 20, 5000);
  measure('add and scan, distinct, in memory', 32 * 2 ** 20, 1_000_000);
  measure('add and scan, distinct, spilling', 512 * 1024, 1_000_000);
} finally {
  directory.remove();
}

function measure(name: string, bytesMax: number, distinct: number): void {
  const table = new FactTable({
    name: 'bench',
    keyCount: 2,
    columns: [{ name: 'lines', fold: 'sum' }],
    bytesMax,
    spillTo: directory.files,
  });
  const next = randomBelow(5);
  timeLoop(name, 'facts', facts, () => {
    for (let at = 0; at < facts; at += 1) table.add(next(distinct), at & 7, 0, 1);
    const cursor = table.scan();
    while (cursor.next());
    cursor.close();
    table.drop();
  });
}
