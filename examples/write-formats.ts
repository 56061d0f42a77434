// One analysis, written in several forms: a document, a folder of tables, a page, and one table as text.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Analysis, analyse, type ReportFormatName, type WriteOptions, type WrittenReport } from 'codefang';

const folder = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'codefang-example-'));
const analysis: Analysis = await analyse({ repository: process.argv[2] ?? '.', perCommit: true });
try {
  const targets: readonly [ReportFormatName, string][] = [
    ['json', 'report.json'],
    ['csv', 'tables'],
    ['html', 'report.html'],
    ['timeseries', 'commits.json'],
  ];
  for (const [format, name] of targets) {
    const written: WrittenReport = await analysis.write(format, join(folder, name));
    console.error(written.outcome, join(folder, name));
  }
  const oneTable: WriteOptions = { table: 'history/devs:developers' };
  await analysis.write('csv', process.stdout, oneTable);
  console.error(`${analysis.peakBytes} bytes at most, ${analysis.budgetBytes} were allowed`);
} finally {
  await analysis.close();
}
