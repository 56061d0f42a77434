/**
 * Logs to merge: so many files, each a run of its own, about 96 bytes a line. One in eight is gzip, one in four
 * is slightly out of order, and one line in a hundred also stands in the next file, at the same time.
 *
 *   node dist/bench/logs/make-many-logs.js FOLDER [--files 64] [--lines 8670000] [--seed 1]
 *
 * The same arguments give the same bytes. Memory: a block a file, 16 MiB for 64 files.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LogWriter } from './log-writer.ts';
import { seededRandom } from './seeded-random.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '64' },
    lines: { type: 'string', default: '8670000' },
    seed: { type: 'string', default: '1' },
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('Cannot make logs: name a folder for them');

const fileCount = Number(values.files);
const lineCount = Number(values.lines);
const random = seededRandom(Number(values.seed));
const startMs = Date.UTC(2026, 0, 1);
/** Milliseconds by which a line of an unsorted log may stand too late. */
const disorderMs = 40;

mkdirSync(folder, { recursive: true });
const writers = Array.from({ length: fileCount }, (_, file) => {
  const isGzip = file % 8 === 7;
  return new LogWriter(join(folder, `run-${String(file).padStart(3, '0')}.ndjson${isGzip ? '.gz' : ''}`), isGzip);
});
let repeatCount = 0;
writeLines();
for (const writer of writers) writer.close();
const byteCount = writers.reduce((sum, writer) => sum + writer.byteCount, 0);
process.stdout.write(
  `${fileCount} logs, ${lineCount} lines of which ${repeatCount} stand in two, ${byteCount} bytes of lines\n`,
);

/** Round about all files, so that their times run side by side; about 7 lines share a millisecond. */
function writeLines(): void {
  let clock = startMs;
  for (let at = 0; at < lineCount; at += 1) {
    if (random(7) === 0) clock += 1;
    const file = random(fileCount);
    const isUnsorted = file % 4 === 3;
    const time = isUnsorted ? clock - random(disorderMs) : clock;
    const line = makeLine(time, file, at);
    writers[file]!.line(line);
    if (random(100) !== 0 || at + 1 === lineCount) continue;
    writers[(file + 1) % fileCount]!.line(line);
    repeatCount += 1;
    at += 1;
  }
}

function makeLine(time: number, file: number, at: number): string {
  const run = String(file).padStart(3, '0');
  const serial = at.toString(36).padStart(5, '0');
  return `{"level":30,"time":${time},"run_id":"${run}","event":"span","name":"s${random(400)}","span_id":"${serial}"}`;
}
