/**
 * msgpackr against JSON and against columns of raw integers: a manifest, and a frame of facts.
 *
 *   node dist/bench/packages/msgpackr.js
 */
import { Packr } from 'msgpackr';
import { timeLoop } from '../micro/time-loop.ts';
import { printLoad } from './measure-load.ts';

const packr = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true, copyBuffers: true });
const files = Array.from({ length: 200 }, (_, at) => ({ name: `parts-${at}.seg`, bytes: at * 7919, crc: at * 40_503 }));
const manifest = { format: 4, place: 81_966, options: { renames: 'exact', tick: 86_400 }, files };
const facts = Array.from({ length: 8000 }, (_, at) => [at, at % 500, at % 97]);
const columns = Int32Array.from(facts.flat());
const copy = new Int32Array(columns.length);

printLoad('msgpackr');
printLoad('msgpackr', { MSGPACKR_NATIVE_ACCELERATION_DISABLED: 'true' });
compare('manifest of 200 files', manifest);
compare('8,000 facts', facts);
process.stdout.write(`8,000 facts as columns: ${columns.byteLength} bytes\n`);
timeLoop('8,000 facts, copied as columns', 'facts', facts.length, () => copy.set(columns));

function compare(name: string, value: unknown): void {
  const packed = packr.pack(value);
  const text = JSON.stringify(value);
  process.stdout.write(`${name}: msgpackr ${packed.length} bytes, JSON ${Buffer.byteLength(text)} bytes\n`);
  timeLoop(`${name}, msgpackr pack`, 'values', 1, () => packr.pack(value));
  timeLoop(`${name}, msgpackr unpack`, 'values', 1, () => packr.unpack(packed));
  timeLoop(`${name}, JSON.stringify`, 'values', 1, () => JSON.stringify(value));
  timeLoop(`${name}, JSON.parse`, 'values', 1, () => JSON.parse(text) as unknown);
}
