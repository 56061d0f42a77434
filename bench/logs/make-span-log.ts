/**
 * One long log of spans as a run writes them: trees of up to some thousand spans, children before their parents,
 * every line fit for the schema, about 180 bytes a line.
 *
 *   node dist/bench/logs/make-span-log.js FILE [--spans 12000000] [--names 500] [--seed 1]
 *
 * The same arguments give the same bytes. Memory: one block.
 */
import { parseArgs } from 'node:util';
import { LogWriter } from './log-writer.ts';
import { seededRandom } from './seeded-random.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    spans: { type: 'string', default: '12000000' },
    names: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  },
});
const [path] = positionals;
if (path === undefined) throw new Error('Cannot make a log: name its file');

const spanCount = Number(values.spans);
const nameCount = Number(values.names);
const random = seededRandom(Number(values.seed));
const startMs = Date.UTC(2026, 0, 1);
const log = new LogWriter(path, path.endsWith('.gz'));

let lastId = 0;
let clock = 0;
while (log.lineCount < spanCount) writeTree(null, 0);
log.close();
process.stdout.write(`${log.lineCount} spans of ${nameCount} names, ${log.byteCount} bytes\n`);

/** Returns how long the span took, in tenths of a millisecond. */
function writeTree(parent: number | null, depth: number): number {
  lastId += 1;
  const id = lastId;
  const start = clock;
  const childCount = depth === 3 ? 0 : random(depth === 0 ? 60 : 12);
  for (let child = 0; child < childCount; child += 1) writeTree(id, depth + 1);
  clock += 1 + random(1 << random(12));
  const took = clock - start;
  const time = startMs + Math.floor(clock / 10);
  const times = `"start_ms":${startMs + start / 10},"duration_ms":${took / 10}`;
  log.line(
    `{"level":30,"time":${time},"run_id":"r","event":"span","name":"step ${random(nameCount)}",` +
      `"span_id":${id},"parent_id":${parent},${times},"attributes":{}}`,
  );
  return took;
}
