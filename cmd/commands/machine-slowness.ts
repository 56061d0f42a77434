import { deflateSync, inflateSync } from 'node:zlib';

/** Processor time of a round on the machine of BENCHMARKS.md, in milliseconds. */
const referenceMs = 0.8;
/** The first rounds run before the code is compiled; the fastest one counts. */
const roundCount = 24;
const measureMs = 900;
const lineCount = 16_384;

/**
 * How many times as long this machine takes for what most of a run is made of, inflating texts and hashing their
 * lines, as that of BENCHMARKS.md. For predictions only: it depends on the clock. Takes a tenth of a second, under load
 * at most one.
 */
export function machineSlowness(): number {
  const packed = deflateSync(sampleText());
  const startedAt = Date.now();
  let fastestMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < roundCount && Date.now() - startedAt < measureMs; round += 1) {
    const before = process.cpuUsage();
    hashLines(inflateSync(packed));
    const { user, system } = process.cpuUsage(before);
    fastestMs = Math.min(fastestMs, (user + system) / 1000);
  }
  return fastestMs / referenceMs;
}

/** Lines like those of source code: some long, many alike. */
function sampleText(): Buffer {
  const lines = Array.from({ length: lineCount }, (_, at) => `${' '.repeat(at % 7)}call(${(at * 7919) % 4096});\n`);
  return Buffer.from(lines.join(''));
}

function hashLines(text: Uint8Array): number {
  let sum = 0;
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at]!;
    hash = Math.imul(hash ^ byte, 0x0100_0193);
    if (byte !== 0x0a) continue;
    sum ^= hash;
    hash = 0;
  }
  return sum;
}
