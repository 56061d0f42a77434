import { collectGarbage, type FdSink, KiB, MiB, type MergedLines } from '../../engine/index.ts';
import { logLineText } from './log-line-text.ts';

const lineFeed = 0x0a;
/** Of one UTF-16 unit. */
const utf8BytesMax = 3;
const collectEveryBytes = 4 * MiB;

/**
 * Merged lines as text for people.
 *
 * WHY it collects garbage: `JSON.parse` keeps short texts for reuse where only a whole collection frees them,
 * and V8 would wait for tens of MB of those. It costs a few percent of the time.
 * BOUNDED BY: 16 KiB, and one line.
 */
export class LogTextWriter {
  /** Lines of usual length are encoded here: a buffer a line would be garbage outside of the heap. */
  readonly #encoded = Buffer.alloc(16 * KiB);
  #parsedBytes = 0;

  /** Writes all lines that are to be taken. */
  write(lines: MergedLines, output: FdSink): void {
    const { bytes, from, used } = lines;
    for (let at = from; at < used;) {
      const end = bytes.indexOf(lineFeed, at);
      const record = JSON.parse(bytes.toString('utf8', at, end)) as Readonly<Record<string, unknown>>;
      this.#writeText(`${logLineText(record)}\n`, output);
      at = end + 1;
    }
    this.#parsedBytes += used - from;
    if (this.#parsedBytes < collectEveryBytes) return;
    this.#parsedBytes = 0;
    collectGarbage();
  }

  #writeText(text: string, output: FdSink): void {
    const encoded = this.#encoded;
    if (text.length * utf8BytesMax > encoded.length) output.write(Buffer.from(text));
    else output.write(encoded, 0, encoded.write(text));
  }
}
