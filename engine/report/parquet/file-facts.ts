import type { ReportHead } from '../report-document.ts';
import type { TableNote } from '../table-note.ts';

/** What each file says of itself beside its rows. */
export function fileFacts(head: ReportHead, note: TableNote, digest: string): Readonly<Record<string, string>> {
  return {
    'codefang.schema': head.schema,
    'codefang.tool': `${head.tool.name} ${head.tool.version}`,
    'codefang.head': head.repository.head,
    'codefang.digest': digest,
    'codefang.table': `${note.analyzer}:${note.section}`,
    'codefang.columns': JSON.stringify(note.columns),
    'codefang.options': JSON.stringify(head.options),
  };
}
