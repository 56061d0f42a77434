import type { CellRecord } from '../contract.ts';
import { appendJson } from './canonical-json.ts';
import type { Finding } from './finding.ts';
import { headMembers, type ReportHead } from './report-document.ts';
import type { DirectoryOutput } from './report-output.ts';
import type { TableNote } from './table-note.ts';
import { TextBuffer } from './text-buffer.ts';

/**
 * `report.json` of a directory of tables: the head, which file holds which table, the findings, the digest. It is
 * written last, so where it is, all files are.
 */
export class ReportIndex {
  readonly #tables: CellRecord[] = [];

  add(file: string, note: TableNote): void {
    this.#tables.push({ file, ...note });
  }

  write(output: DirectoryOutput, head: ReportHead, digest: string, findings: readonly Finding[] | undefined): void {
    const file = output.open('report.json');
    const text = new TextBuffer();
    appendJson(text, {
      ...headMembers(head),
      tables: this.#tables,
      ...(findings !== undefined && { findings }),
      digest,
    });
    text.appendAscii('\n');
    file.write(text.bytes, 0, text.length);
    file.finish();
  }
}
