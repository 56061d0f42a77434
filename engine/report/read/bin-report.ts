import type { Cell, Section } from '../../contract.ts';
import { CodefangError, MiB } from '../../base/index.ts';
import { FrameReader, nodeSpillFs, SpillFile } from '../../spill/index.ts';
import { binKind, recordHeadBytes } from '../bin/bin-format.ts';
import { readRowBlock } from '../bin/read-row-block.ts';
import type { Finding } from '../finding.ts';
import type { AnalyzerSections, ReportHead } from '../report-document.ts';
import { findingsFrom, headFrom, sectionFrom } from './stored-head.ts';
import type { StoredReport } from './stored-report.ts';

/** A block is 128 KiB and one row. */
const recordBytesMax = 64 * MiB;

/** A report in the bin form. Holds one frame and one block of rows. */
export class BinReport implements StoredReport {
  readonly path: string;
  readonly head: ReportHead;
  readonly #file: SpillFile;
  readonly #frames: FrameReader;
  /** What of the frame at hand is not taken yet. */
  #rest: Buffer = Buffer.alloc(0);
  #kind = 0;
  #payload: Buffer = Buffer.alloc(0);
  #store: Buffer = Buffer.alloc(0);

  /** OWNS a descriptor until `close`. @throws {CodefangError} IO or STATE */
  constructor(path: string) {
    this.path = path;
    this.#file = SpillFile.open(nodeSpillFs, path);
    this.#frames = new FrameReader(this.#file);
    this.#expect(binKind.head);
    this.head = headFrom(this.#json(), path);
  }

  get analyzers(): Iterable<AnalyzerSections> {
    return this.#readAnalyzers();
  }

  viewsOf(): [] {
    return [];
  }

  findings(): readonly Finding[] | undefined {
    if (this.#kind !== binKind.findings) return undefined;
    const findings = findingsFrom(this.#json(), this.path);
    this.#next();
    return findings;
  }

  statedDigest(): string {
    const digest = this.#kind === binKind.end ? this.#json() : null;
    if (typeof digest !== 'string') throw this.#broken('it has no digest');
    if (this.#rest.length > 0 || this.#frames.next()) throw this.#broken('something follows the digest');
    return digest;
  }

  close(): void {
    this.#file.close();
  }

  *#readAnalyzers(): Generator<AnalyzerSections> {
    for (this.#next(); this.#kind === binKind.analyzer; this.#next()) {
      yield { id: String(this.#json()), sections: this.#readSections() };
    }
  }

  *#readSections(): Generator<Section> {
    for (this.#next(); this.#kind === binKind.section; this.#next()) {
      const section = sectionFrom(this.#json(), this.path);
      yield { ...section, rows: this.#readRows(section.columns.length) };
    }
    this.#check(binKind.analyzerEnd);
  }

  *#readRows(columnCount: number): Generator<readonly Cell[]> {
    for (this.#next(); this.#kind === binKind.rows; this.#next()) {
      yield* readRowBlock(this.#payload, columnCount, this.path);
    }
    this.#check(binKind.sectionEnd);
  }

  #expect(kind: number): void {
    this.#next();
    this.#check(kind);
  }

  #check(kind: number): void {
    if (this.#kind !== kind) throw this.#broken(`there is a record of kind ${this.#kind}, not ${kind}`);
  }

  #json(): Cell {
    return JSON.parse(this.#payload.toString()) as Cell;
  }

  /** Moves to the next record. */
  #next(): void {
    const head = this.#take(recordHeadBytes);
    const length = head.readUInt32LE(1);
    this.#kind = head[0]!;
    if (length > recordBytesMax) throw this.#broken(`a record claims ${length} bytes`);
    this.#payload = this.#take(length);
  }

  /** The next bytes, joined over frames; a view until the next call. */
  #take(length: number): Buffer {
    if (this.#store.length < length) this.#store = Buffer.alloc(length);
    for (let done = 0; done < length;) {
      if (this.#rest.length === 0) {
        if (!this.#frames.next()) throw this.#broken('it ends in the middle');
        this.#rest = this.#frames.payload;
      }
      const count = this.#rest.copy(this.#store, done, 0, length - done);
      this.#rest = this.#rest.subarray(count);
      done += count;
    }
    return this.#store.subarray(0, length);
  }

  #broken(state: string): CodefangError {
    const message = `Cannot read ${this.path}: ${state}, expected an unchanged report`;
    return new CodefangError('STATE', message);
  }
}
