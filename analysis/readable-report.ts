import type { Writable } from 'node:stream';
import {
  ClosedPipe,
  CodefangError,
  openOutput,
  plainPaint,
  type ReportFace,
  type ReportFormat,
  type ReportHead,
  type ReportOutput,
  type ReportWriter,
  WritableSink,
  type WriterOptions,
  type WrittenReport,
  writeReportInTurns,
} from '../engine/index.ts';
import { findFormat } from './formats.ts';
import type { Report, ReportRow, WriteOptions } from './report.ts';
import type { ReportFormatName } from './report-format-name.ts';
import { readRows } from './read-rows.ts';
import type { ReportContent, ReportPass } from './report-pass.ts';
import { ReportTurns } from './report-turns.ts';

const plainWidth = 100;

/** Reads a report again and again, row by row or through a writer; where it comes from is up to those who extend it. */
export abstract class ReadableReport implements Report {
  abstract readonly head: ReportHead;
  readonly #turns = new ReportTurns();
  #digest: Promise<string> | undefined;

  /** What a page shows beside the report, of which some may be said. */
  protected abstract face(said: Pick<WriteOptions, 'title' | 'linkBase'>): ReportFace;
  protected abstract openPass(content: ReportContent): ReportPass;
  /** Called between rows. What it throws ends the pass. */
  protected checkStop(): void {}
  protected passDone(_digest: string | null): void {}
  protected passFailed(_error: unknown): void {}
  protected release(): void {}

  async *[Symbol.asyncIterator](): AsyncGenerator<ReportRow, void, undefined> {
    const giveBack = this.#turns.take();
    try {
      const pass = this.openPass('tables');
      const digest = yield* readRows(pass, () => this.#breathe());
      this.#digest ??= Promise.resolve(digest);
      this.passDone(digest);
    } catch (error) {
      this.passFailed(error);
      throw error;
    } finally {
      giveBack();
    }
  }

  get digest(): Promise<string> {
    if (this.#digest === undefined) {
      const digest = this.#turns.run(() => this.#computeDigest());
      // One that failed is computed again when it is asked for again.
      digest.catch(() => (this.#digest = undefined));
      this.#digest = digest;
    }
    return this.#digest;
  }

  async write(name: ReportFormatName, target: string | Writable, options: WriteOptions = {}): Promise<WrittenReport> {
    const { table, compat, width: widthMax = plainWidth } = options;
    const format = findFormat(name, compat);
    await format.prepare?.();
    // A dash is no more than a name here.
    const output = openOutput(format, { path: target === '-' ? './-' : target, table });
    const face = this.face(options);
    return this.writeTo(format, output, { table, widthMax, paint: plainPaint, face });
  }

  /** The same into what is open already; it is committed or abandoned here. */
  async writeTo(format: ReportFormat, output: ReportOutput, options: WriterOptions): Promise<WrittenReport> {
    try {
      return await this.#turns.run(() => this.#pour(format, output, options));
    } finally {
      output.abandon();
    }
  }

  /** Gives back what the report holds. */
  async close(): Promise<void> {
    this.#turns.close();
    this.release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #pour(format: ReportFormat, output: ReportOutput, options: WriterOptions): Promise<WrittenReport> {
    const content = format.content ?? 'tables';
    const pause = async (): Promise<void> => {
      if (output instanceof WritableSink) await output.settle();
      await this.#breathe();
    };
    const written = await this.#pass(content, format.name, async (pass, trusting) => {
      const writer = trusting(format.create(output, options));
      return settled(output, await writeReportInTurns(pass.head, pass.analyzers, writer, output, pause, pass.findings));
    });
    if (written.outcome === 'written' && content === 'tables') this.#digest ??= Promise.resolve(written.digest);
    return written;
  }

  async #computeDigest(): Promise<string> {
    const written = await this.#pass('tables', 'digest', (pass, trusting) =>
      writeReportInTurns(pass.head, pass.analyzers, trusting(nobody), nowhere, () => this.#breathe(), pass.findings),
    );
    if (written.outcome === 'written') return written.digest;
    throw new CodefangError('IO', 'Cannot compute the digest: the report was not read to its end');
  }

  async #pass(
    content: ReportContent,
    format: string,
    read: (pass: ReportPass, trusting: (writer: ReportWriter) => ReportWriter) => Promise<WrittenReport>,
  ): Promise<WrittenReport> {
    try {
      const pass = this.openPass(content);
      let rowCount = 0;
      try {
        const written = await read(pass, pass.trusting ?? ((writer) => writer));
        if (written.outcome === 'written') rowCount = written.rowCount;
        this.passDone(written.outcome === 'written' ? written.digest : null);
        return written;
      } finally {
        pass.close(format, rowCount);
      }
    } catch (error) {
      this.passFailed(error);
      throw error;
    }
  }

  /** A turn of the event loop, in which signals are heard. */
  async #breathe(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.checkStop();
  }
}

/** A stream may have taken the bytes and fail to pass them on. */
async function settled(output: ReportOutput, written: WrittenReport): Promise<WrittenReport> {
  try {
    if (output instanceof WritableSink && written.outcome === 'written') await output.settle();
    return written;
  } catch (error) {
    if (error instanceof ClosedPipe) return { outcome: 'pipe-closed' };
    throw error;
  }
}

const nowhere = { commit() {}, abandon() {} };

const nobody: ReportWriter = {
  begin() {},
  beginAnalyzer() {},
  beginSection() {},
  row() {},
  endSection() {},
  endAnalyzer() {},
  end() {},
};
