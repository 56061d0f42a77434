import { CodefangError } from '../../base/index.ts';
import type { ReportWriter } from '../report-writer.ts';
import type { StoredReport } from './stored-report.ts';

/**
 * A writer that ends only when the digest of what was read is the one that the file states: nothing
 * gets its final name from a report that was changed. Everything else goes to `writer` as it is.
 */
export function trustingWriter(writer: ReportWriter, report: StoredReport): ReportWriter {
  return {
    begin: (head) => writer.begin(head),
    beginAnalyzer: (id) => writer.beginAnalyzer(id),
    beginSection: (section) => writer.beginSection(section),
    row: (cells, json) => writer.row(cells, json),
    endSection: () => writer.endSection(),
    endAnalyzer: () => writer.endAnalyzer(),
    end: (digest, tables, findings) => {
      const stated = report.statedDigest();
      if (stated !== digest) throw changed(report.path, stated, digest);
      writer.end(digest, tables, findings);
    },
  };
}

function changed(path: string, stated: string, found: string): CodefangError {
  const state = `it was changed after it was written, its content has the digest ${found}`;
  return new CodefangError('INVARIANT', `Cannot trust ${path}: ${state}, expected ${stated}`);
}
