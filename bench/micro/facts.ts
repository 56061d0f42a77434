/**
 * Adding facts, in memory and with spilling, and reading them: by a cursor, by a loop, by groups.
 *
 *   node dist/bench/micro/facts.js
 */
import { tmpdir } from 'node:os';
import { FactTable, NamedFacts, SpillDirectory } from '../../engine/spill/index.ts';
import { randomBelow } from './sample-texts.ts';
import { timeLoop } from './time-loop.ts';

const facts = 100_000;
const directory = new SpillDirectory({ root: tmpdir() });
try {
  measure('add and scan, in memory', 32 * 2 ** 20, 5000);
  measure('add and scan, distinct, in memory', 32 * 2 ** 20, 1_000_000);
  measure('add and scan, distinct, spilling', 512 * 1024, 1_000_000);
  measureReading('in memory', 32 * 2 ** 20);
  measureReading('spilled', 512 * 1024);
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

/** Five facts to a group; each way reads both keys and the value. */
function measureReading(where: string, bytesMax: number): void {
  const spec = { name: 'read', keys: ['file', 'person'], columns: { lines: 'sum' } } as const;
  const options = { name: 'read', ...NamedFacts.storeShape(spec), bytesMax, spillTo: directory.files };
  const table = new NamedFacts<'file' | 'person' | 'lines'>(spec, new FactTable(options));
  for (let at = 0; at < facts; at += 1) table.add(at % (facts / 5), Math.floor(at / (facts / 5)), 0, at);
  let sum = 0;
  timeLoop(`read by a cursor, ${where}`, 'facts', facts, () => {
    const cursor = table.scan();
    while (cursor.next()) sum += cursor.a + cursor.b + cursor.value(0);
    cursor.close();
  });
  timeLoop(`read by a loop, ${where}`, 'facts', facts, () => {
    for (const { file, person, lines } of table) sum += file + person + lines;
  });
  timeLoop(`read by groups, ${where}`, 'facts', facts, () => {
    for (const group of table.groups()) for (const { person, lines } of group) sum += group.key + person + lines;
  });
}
