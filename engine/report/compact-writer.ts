/**
 * A line a section, for grepping and for comparing two reports at a glance:
 *
 *   codefang head=<oid> commits=8400 … complete=true
 *   history/name table rows=2 name="Ada Lovelace" commits=8000
 *   history/name record total_commits=8400 share=0.5
 *   codefang finding=old-lines rank=1 severity=low title="…"
 *   codefang digest=sha256:…
 *
 * A record shows all its plain values, a table how many rows it has and its leading one: the row
 * and the columns that the text summary puts first. Strings that are more than a word are JSON
 * strings, so a line stays a line. Holds one row.
 */
import type { Cell, CellRecord, Column, Section } from '../contract.ts';
import type { ByteSink } from './byte-sink.ts';
import { appendJson } from './canonical-json.ts';
import { KeptRows } from './kept-rows.ts';
import type { Finding } from './finding.ts';
import type { ReportHead } from './report-document.ts';
import type { ReportWriter } from './report-writer.ts';
import type { TableNote } from './table-note.ts';
import { TextBuffer } from './text-buffer.ts';

export class CompactWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #text = new TextBuffer();
  #analyzerId = '';
  #section: Section | undefined;
  #rows: KeptRows = new KeptRows(1, 'first', -1);

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  begin(head: ReportHead): void {
    const { tool, repository, history, completeness } = head;
    this.#text.appendAscii('codefang');
    this.#values({ version: tool.version, head: repository.head });
    this.#values(history);
    this.#values(completeness);
    this.#endLine();
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
  }

  beginSection(section: Section): void {
    const { bar, keep = 'first' } = section.show ?? {};
    const barAt = section.columns.findIndex((column) => column.name === bar);
    this.#section = section;
    this.#rows = new KeptRows(1, keep, barAt);
  }

  row(cells: readonly Cell[]): void {
    this.#rows.add(cells);
  }

  endSection(): void {
    const { name, shape, columns, show } = this.#section!;
    const [leading] = this.#rows.rows;
    this.#text.appendAscii(`${this.#analyzerId} ${name}`);
    if (shape === 'table') this.#value('rows', this.#rows.seenCount);
    const shown = shape === 'table' ? show?.columns : undefined;
    if (leading !== undefined) this.#row(leading, columns, shown);
    this.#endLine();
  }

  endAnalyzer(): void {
    this.#analyzerId = '';
  }

  end(digest: string, _tables: readonly TableNote[], findings: readonly Finding[] | undefined): void {
    for (const { id, rank, severity, title } of findings ?? []) {
      this.#text.appendAscii('codefang');
      this.#values({ finding: id, rank, severity, title });
      this.#endLine();
    }
    this.#text.appendAscii('codefang');
    this.#value('digest', digest);
    this.#endLine();
  }

  #row(cells: readonly Cell[], columns: readonly Column[], names: readonly string[] | undefined): void {
    columns.forEach(({ name }, at) => {
      if (names === undefined || names.includes(name)) this.#value(name, cells[at]!);
    });
  }

  #values(record: CellRecord): void {
    for (const [name, cell] of Object.entries(record)) this.#value(name, cell);
  }

  /** Lists and records are left out: they have no bound here. */
  #value(name: string, cell: Cell): void {
    if (typeof cell === 'object' && cell !== null) return;
    this.#text.appendAscii(' ');
    this.#word(name);
    this.#text.appendAscii('=');
    this.#word(cell);
  }

  #word(cell: Cell): void {
    if (typeof cell === 'string' && /^[A-Za-z0-9_./:+@-]+$/.test(cell)) this.#text.appendAscii(cell);
    else appendJson(this.#text, cell);
  }

  #endLine(): void {
    this.#text.appendAscii('\n');
    this.#sink.write(this.#text.bytes, 0, this.#text.length);
    this.#text.clear();
  }
}
