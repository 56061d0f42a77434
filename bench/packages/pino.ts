/**
 * pino against JSON.stringify and one write: lines of the chunk log, to a file.
 *
 *   node dist/bench/packages/pino.js
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { destination, pino } from 'pino';
import { timeLoop } from '../micro/time-loop.ts';
import { printLoad } from './measure-load.ts';

const folder = mkdtempSync(join(tmpdir(), 'codefang-pino-'));
const event = { run_id: 'r', event: 'span', name: 'batch', span_id: 1, start_ms: 1.5, duration_ms: 20.25 };

printLoad('pino');
const to = destination({ dest: join(folder, 'pino.ndjson'), sync: true });
const log = pino({ base: null }, to);
timeLoop('a line, pino', 'lines', 1, () => log.info(event));
to.end();
const fd = openSync(join(folder, 'json.ndjson'), 'a');
const level = 30;
timeLoop('a line, JSON.stringify and write', 'lines', 1, () => {
  writeSync(fd, `${JSON.stringify({ level, time: Date.now(), ...event })}\n`);
});
closeSync(fd);
rmSync(folder, { recursive: true });
