// What can be analysed, how it can be written, and what the log of a run looks like.
import { type AnalyzerSummary, chunkLogSchema, type FormatSummary, listAnalyzers, listFormats } from 'codefang';

const describe = ({ id, title, tables }: AnalyzerSummary): string => {
  return `${id}: ${title}\n${tables.map(({ name, columns }) => `  ${name}, ${columns.length} columns`).join('\n')}`;
};
const usage = ({ name, extension, isDirectory }: FormatSummary): string => {
  return `${name}: ${isDirectory ? 'a directory of files' : 'a file'} ending in .${extension}`;
};
for (const analyzer of listAnalyzers()) console.log(describe(analyzer));
for (const format of listFormats()) console.log(usage(format));
console.log(JSON.stringify(chunkLogSchema).slice(0, 200));
