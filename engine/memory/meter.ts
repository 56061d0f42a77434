import { getHeapStatistics } from 'node:v8';
import { KernelFile, readKernelFile } from './kernel-file.ts';

const statmBytesMax = 256;
const statusBytesMax = 8192;
const auxvPageSize = 6n;
const usualPageBytes = 4096;

/**
 * What the process really holds. Resident memory is the only truth about a budget: heap figures
 * miss buffers, code, thread stacks and what the allocator keeps. One reading costs about 2 µs.
 *
 * Linux: /proc/self/statm and /proc/self/status. Elsewhere Node's own, slower figure, and the peak
 * is then the largest sample. Figures cover all threads of the process.
 */
export class MemoryMeter {
  readonly #statm: KernelFile;
  readonly #status: KernelFile;
  readonly #pageBytes: number;
  #sampledPeakBytes = 0;
  /** What child processes are granted; counts as resident, whether they have taken it or not. */
  childBytes = 0;

  /** `processRoot` is for tests. OWNS two descriptors until `close`. */
  constructor(processRoot = '/proc/self') {
    this.#statm = new KernelFile(`${processRoot}/statm`, statmBytesMax);
    this.#status = new KernelFile(`${processRoot}/status`, statusBytesMax);
    this.#pageBytes = pageBytesFrom(readKernelFile(`${processRoot}/auxv`));
  }

  /** Resident bytes now. */
  rssBytes(): number {
    const pages = secondNumber(this.#statm.read());
    const own = pages > 0 ? pages * this.#pageBytes : process.memoryUsage.rss();
    const rss = own + this.childBytes;
    if (rss > this.#sampledPeakBytes) this.#sampledPeakBytes = rss;
    return rss;
  }

  /** The most that was ever resident, between readings too where the kernel keeps it (VmHWM). */
  peakBytes(): number {
    this.rssBytes();
    const highWater = /^VmHWM:\s+(\d+) kB$/m.exec(this.#status.read().toString('latin1'));
    return Math.max(Number(highWater?.[1] ?? 0) * 1024 + this.childBytes, this.#sampledPeakBytes);
  }

  /** Live and dead objects on the heap of this thread, and of this thread only. */
  heapUsedBytes(): number {
    return getHeapStatistics().used_heap_size;
  }

  close(): void {
    this.#statm.close();
    this.#status.close();
  }
}

/** The second number of "123 456 …" without making a string; 0 when there is none. */
function secondNumber(text: Uint8Array): number {
  let at = text.indexOf(0x20) + 1;
  if (at === 0) return 0;
  let value = 0;
  for (; at < text.length && text[at]! >= 0x30 && text[at]! <= 0x39; at += 1) {
    value = value * 10 + text[at]! - 0x30;
  }
  return value;
}

/**
 * The page size from the auxiliary vector: pairs of a tag and a value, as the kernel gave them at
 * start.
 */
function pageBytesFrom(vector: Buffer): number {
  const isLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  for (let at = 0; at + 16 <= vector.length; at += 16) {
    const tag = isLittle ? vector.readBigUInt64LE(at) : vector.readBigUInt64BE(at);
    if (tag !== auxvPageSize) continue;
    return Number(isLittle ? vector.readBigUInt64LE(at + 8) : vector.readBigUInt64BE(at + 8));
  }
  return usualPageBytes;
}
