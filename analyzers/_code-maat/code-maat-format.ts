import type { ReportFormat } from '../../engine/index.ts';
import { findCodeMaatTable } from './code-maat-tables.ts';
import { CodeMaatWriter } from './code-maat-writer.ts';

/** The tables of code-maat as csv: one file per table in a directory, or one of them in a stream. */
export const codeMaatFormat: ReportFormat = {
  name: 'csv',
  description: 'the tables of code-maat',
  extension: 'csv',
  isText: true,
  needs: 'directory',
  checkTable: (name) => void findCodeMaatTable(name),
  create: (output, { table }) => new CodeMaatWriter(output, table),
};
