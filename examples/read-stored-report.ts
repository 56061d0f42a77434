// Reads a report that was written as json, ndjson or bin, sums up a column, and converts it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse, type Cell, type CellRecord, openReport, type Report, type ReportHead } from 'codefang';

const folder = mkdtempSync(join(tmpdir(), 'codefang-example-'));
const analysis = await analyse({ repository: process.argv[2] ?? '.', analyzers: ['file-history'] });
await analysis.write('bin', join(folder, 'report.cfr'));
const digest = await analysis.digest;
await analysis.close();

const report: Report = await openReport(join(folder, 'report.cfr'));
const head: ReportHead = report.head;
console.log(`${head.repository.head}, ${head.history['commits']} commits`);
const numberOf = (cell: Cell | undefined): number => (typeof cell === 'number' ? cell : 0);
let added = 0;
for await (const { section, row } of report) {
  const cells: CellRecord = row;
  if (section === 'file_churn') added += numberOf(cells['total_lines_added']);
}
console.log(`${added} lines were added to the files that are there today`);
await report.write('ndjson', join(folder, 'report.ndjson'));
console.log((await report.digest) === digest ? 'the report is what was written' : 'the report is another');
await report.close();
rmSync(folder, { recursive: true });
