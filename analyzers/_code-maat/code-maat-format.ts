import { CodefangError, type ReportFormat } from '../../engine/index.ts';
import { analysisNames } from '../code-maat/analysis-names.ts';
import { CodeMaatWriter } from './code-maat-writer.ts';

const names: readonly string[] = analysisNames;

/** The tables of code-maat as csv: one file per table in a directory, or one of them in a stream. */
export const codeMaatFormat: ReportFormat = {
  name: 'csv',
  description: 'the tables of code-maat',
  extension: 'csv',
  isText: true,
  needs: 'directory',
  checkTable(name) {
    if (isCodeMaatTable(name)) return;
    const state = `code-maat has no such table, expected ${names.join(', ')}`;
    throw new CodefangError('USAGE', `Cannot write table "${name}" of code-maat: ${state}`);
  },
  create: (output, { table }) => new CodeMaatWriter(output, table),
};

/** Whether code-maat has a table of this name. */
export function isCodeMaatTable(name: string): boolean {
  return names.includes(name);
}
