import { CodefangError, KiB } from '../base/index.ts';
import { chunkLogVersion } from '../telemetry/index.ts';
import type { ByteSource } from './byte-source.ts';
import { LineReader } from './line-reader.ts';
import { RecordScanner, valueKind } from './record-scanner.ts';

/** Fields that readers ask a log's scanner for; any other is read with `record()`. */
export const logField = {
  time: 0,
  event: 1,
  runId: 2,
  name: 3,
  spanId: 4,
  parentId: 5,
  startMs: 6,
  durationMs: 7,
  attributes: 8,
  chunkIndex: 9,
  logVersion: 10,
} as const;

const fieldNames: readonly string[] = [
  'time',
  'event',
  'run_id',
  'name',
  'span_id',
  'parent_id',
  'start_ms',
  'duration_ms',
  'attributes',
  'chunk_index',
  'log_version',
];

export interface LogReaderOptions {
  /** `chunk-record`: `time`, `event` and `run_id` are needed; `timed-line`: `time` alone. */
  readonly expects: 'chunk-record' | 'timed-line';
  /**
   * The log is still written: an end is the end of what is there, a line without its line feed is
   * waited for, and a log of other lines is not refused at its end.
   */
  readonly isFollowed?: boolean;
  /** Default 256 KiB. */
  readonly bufferBytes?: number;
  /** Called with the first faults of the log, and with the first line of a newer version. */
  readonly onFault?: (sentence: string) => void;
}

/** How many faults of a log are named; all are counted. */
const namedFaultCountMax = 3;
/** After this many lines without a record, the file is something else. */
const foreignLineCountMax = 100;
const runStarted = Buffer.from('run_started');

/**
 * Records of one log, one after the other, without holding any: about 3 million lines a second.
 *
 *   for (const reader of logs) while (reader.next()) … reader.time, reader.scanner, reader.bytes
 *
 * A torn last line is normal and only noted. A damaged line (no JSON object), a foreign one (an
 * object of something else) and one that is too long are counted, the first few named, and passed
 * over. BOUNDED BY: the buffer of `LineReader`.
 */
export class LogReader {
  readonly scanner: RecordScanner = new RecordScanner(fieldNames);
  readonly #lines: LineReader;
  readonly #needsEvent: boolean;
  readonly #isFollowed: boolean;
  readonly #onFault: (sentence: string) => void;
  #isFinished = false;
  #namedFaultCount = 0;
  #seenOversizeCount = 0;
  /** Milliseconds since 1970, of the record. */
  time = 0;
  recordCount = 0;
  damagedCount = 0;
  foreignCount = 0;
  /** The log ends within a line. */
  isTorn = false;
  /** The newest version that a `run_started` names; 0 before there was one. */
  version = 0;

  /** OWNS the source. */
  constructor(source: ByteSource, options: LogReaderOptions) {
    this.#lines = new LineReader(source, options.bufferBytes ?? 256 * KiB);
    this.#needsEvent = options.expects === 'chunk-record';
    this.#isFollowed = options.isFollowed ?? false;
    this.#onFault = options.onFault ?? (() => {});
  }

  get name(): string {
    return this.#lines.name;
  }

  /** The line of the record is `bytes[start, end)` until the next call of `next`. */
  get bytes(): Buffer {
    return this.#lines.bytes;
  }

  get start(): number {
    return this.#lines.start;
  }

  get end(): number {
    return this.#lines.end;
  }

  get lineNumber(): number {
    return this.#lines.lineNumber;
  }

  /** Where the record starts, and where the line behind it does, in bytes of the (inflated) log. */
  get offset(): number {
    return this.#lines.offset;
  }

  get nextOffset(): number {
    return this.#lines.nextOffset;
  }

  get oversizeCount(): number {
    return this.#lines.oversizeCount;
  }

  /**
   * Goes to the next record; false at the end, or where a followed log ends now.
   *
   * @throws {CodefangError} CORRUPT when the file is no log of this kind, or what the source throws
   */
  next(): boolean {
    while (this.#lines.next()) {
      if (this.#isRecord()) return true;
      this.#countFault();
    }
    if (this.#lines.oversizeCount > this.#seenOversizeCount) this.#nameOversize();
    if (this.#isFollowed || this.#isFinished) return false;
    this.#isFinished = true;
    if (this.#lines.takeRest()) {
      if (this.#isRecord()) return true;
      this.isTorn = true;
    }
    this.#refuseForeign(1);
    return false;
  }

  /** What `LineReader.beforeRefill` is. */
  set beforeRefill(work: () => void) {
    this.#lines.beforeRefill = work;
  }

  /** The whole record as an object. REQUIRES: `next` said true. */
  record(): Readonly<Record<string, unknown>> {
    const line = this.bytes.toString('utf8', this.start, this.end);
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  }

  close(): void {
    this.#lines.close();
  }

  #isRecord(): boolean {
    const { scanner } = this;
    const lines = this.#lines;
    if (!scanner.scan(lines.bytes, lines.start, lines.end)) return false;
    const time = timeOf(scanner);
    // A number that is not one is not equal to itself.
    if (time !== time) return false;
    if (this.#needsEvent && !hasHead(scanner)) return false;
    this.time = time;
    this.recordCount += 1;
    if (scanner.isText(logField.event, runStarted)) this.#noteVersion();
    return true;
  }

  #noteVersion(): void {
    const version = this.scanner.number(logField.logVersion);
    if (!(version > this.version)) return;
    this.version = version;
    if (version <= chunkLogVersion) return;
    const known = `this codefang knows ${chunkLogVersion}, so fields may mean something else`;
    this.#onFault(`Log "${this.name}" is of the newer version ${version}: ${known}`);
  }

  #countFault(): void {
    const lines = this.#lines;
    if (lines.oversizeCount > this.#seenOversizeCount) this.#nameOversize();
    const isObject = this.scanner.scan(lines.bytes, lines.start, lines.end);
    if (isObject) this.foreignCount += 1;
    else this.damagedCount += 1;
    const what = isObject ? `no ${this.#needsEvent ? 'chunk record' : 'time'}` : 'no JSON object';
    this.#name(`Line ${lines.lineNumber} of "${this.name}" is passed over: it holds ${what}`);
    this.#refuseForeign(foreignLineCountMax);
  }

  #nameOversize(): void {
    this.#seenOversizeCount = this.#lines.oversizeCount;
    this.#name(`A line of "${this.name}" is passed over: it is longer than 256 KiB`);
  }

  #name(sentence: string): void {
    this.#namedFaultCount += 1;
    if (this.#namedFaultCount <= namedFaultCountMax) this.#onFault(sentence);
  }

  #refuseForeign(faultCountMin: number): void {
    const { damagedCount, foreignCount, oversizeCount } = this;
    const faultCount = damagedCount + foreignCount + oversizeCount;
    if (this.recordCount > 0 || faultCount < faultCountMin) return;
    const expected = this.#needsEvent
      ? 'expected lines with "time", "run_id" and "event", as --log-file writes them'
      : 'expected JSON objects with "time", one per line';
    const state = `none of its first ${faultCount} lines is a record`;
    throw new CodefangError('CORRUPT', `Cannot read "${this.name}" as a log: ${state}, ${expected}`);
  }
}

function hasHead(scanner: RecordScanner): boolean {
  return scanner.kind(logField.event) === valueKind.text && scanner.kind(logField.runId) === valueKind.text;
}

/** Milliseconds since 1970 of a number, or of a text such as `2024-01-31T12:00:00Z`; else NaN. */
function timeOf(scanner: RecordScanner): number {
  if (scanner.kind(logField.time) !== valueKind.text) return scanner.number(logField.time);
  return Date.parse(scanner.text(logField.time) ?? '');
}
