import type { Cell, Section } from '../../contract.ts';
import type { ReportHead } from '../report-document.ts';
import type { Finding } from '../finding.ts';
import { ReportIndex } from '../report-index.ts';
import type { DirectoryOutput, OpenFile } from '../report-output.ts';
import type { ReportWriter } from '../report-writer.ts';
import type { TableNote } from '../table-note.ts';
import { fileFacts } from './file-facts.ts';
import { ParquetTable } from './parquet-table.ts';

interface WrittenTable {
  readonly name: string;
  readonly file: OpenFile;
  readonly table: ParquetTable;
}

/**
 * One Parquet file a section, `history-name.table.parquet`, and `report.json` with the head, the
 * list of files and the digest. The digest is in every file too, so footers are written at the end:
 * until then each file keeps its descriptor and 320 KiB.
 */
export class ParquetWriter implements ReportWriter {
  readonly #output: DirectoryOutput;
  readonly #tables: WrittenTable[] = [];
  #head: ReportHead | undefined;
  #analyzerId = '';
  #table: ParquetTable | undefined;

  constructor(output: DirectoryOutput) {
    this.#output = output;
  }

  begin(head: ReportHead): void {
    this.#head = head;
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
  }

  beginSection(section: Section): void {
    const name = `${this.#analyzerId.replaceAll('/', '-')}.${section.name}.parquet`;
    const file = this.#output.open(name);
    this.#table = new ParquetTable(file, section);
    this.#tables.push({ name, file, table: this.#table });
  }

  row(cells: readonly Cell[]): void {
    this.#table!.row(cells);
  }

  endSection(): void {
    this.#table!.endRows();
    this.#table = undefined;
  }

  endAnalyzer(): void {
    this.#analyzerId = '';
  }

  end(digest: string, notes: readonly TableNote[], findings: readonly Finding[] | undefined): void {
    const head = this.#head!;
    const index = new ReportIndex();
    this.#tables.forEach(({ name, file, table }, at) => {
      const note = notes[at]!;
      table.end(fileFacts(head, note, digest), `${head.tool.name} ${head.tool.version}`);
      file.finish();
      index.add(name, note);
    });
    index.write(this.#output, head, digest, findings);
  }
}
