import type { Cell, CellRecord, Section } from '../../contract.ts';
import { FrameWriter } from '../../spill/index.ts';
import type { ByteSink } from '../byte-sink.ts';
import { appendJson } from '../canonical-json.ts';
import type { Finding } from '../finding.ts';
import { headMembers, type ReportHead } from '../report-document.ts';
import type { ReportWriter } from '../report-writer.ts';
import { type TableNote, tableNote } from '../table-note.ts';
import { TextBuffer } from '../text-buffer.ts';
import { binKind, recordHeadBytes } from './bin-format.ts';
import { ByteBuilder } from './byte-builder.ts';
import { RowBlock } from './row-block.ts';

/** The report in the form that `bin-format.ts` describes. Holds one block of rows and one frame. */
export class BinWriter implements ReportWriter {
  readonly #frames: FrameWriter;
  readonly #record = new ByteBuilder();
  readonly #text = new TextBuffer();
  #block: RowBlock = new RowBlock([]);

  constructor(sink: ByteSink) {
    this.#frames = new FrameWriter({ name: 'the report', append: (bytes) => sink.write(bytes) });
  }

  begin(head: ReportHead): void {
    this.#json(binKind.head, headMembers(head));
  }

  beginAnalyzer(id: string): void {
    this.#json(binKind.analyzer, id);
  }

  beginSection(section: Section): void {
    const { section: name, title, shape, columns } = tableNote('', section, 0);
    const description: CellRecord = { name, title, shape, columns };
    this.#json(binKind.section, description);
    this.#block = new RowBlock(section.columns);
  }

  row(cells: readonly Cell[]): void {
    this.#block.add(cells);
    if (this.#block.isFull) this.#flush();
  }

  endSection(): void {
    if (this.#block.rowCount > 0) this.#flush();
    this.#put(binKind.sectionEnd);
  }

  endAnalyzer(): void {
    this.#put(binKind.analyzerEnd);
  }

  end(digest: string, _tables: readonly TableNote[], findings: readonly Finding[] | undefined): void {
    if (findings !== undefined) this.#json(binKind.findings, findings);
    this.#json(binKind.end, digest);
    this.#frames.end();
  }

  #flush(): void {
    this.#block.drain(this.#record);
    this.#put(binKind.rows);
  }

  #json(kind: number, cell: Cell): void {
    appendJson(this.#text, cell);
    this.#record.bytes(this.#text.bytes.subarray(0, this.#text.length));
    this.#text.clear();
    this.#put(kind);
  }

  /** Sends what was gathered as one record. */
  #put(kind: number): void {
    const head = Buffer.alloc(recordHeadBytes);
    head[0] = kind;
    head.writeUInt32LE(this.#record.length, 1);
    this.#frames.write(head);
    this.#frames.write(this.#record.view);
    this.#record.clear();
  }
}
