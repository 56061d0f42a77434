import { CodefangError } from '../base/index.ts';
import { CsvTableWriter } from './csv-table-writer.ts';
import { CsvWriter } from './csv-writer.ts';
import { JsonWriter } from './json-writer.ts';
import { NdjsonWriter } from './ndjson-writer.ts';
import type { DirectoryOutput, ReportOutput, StreamOutput } from './report-output.ts';
import type { ReportWriter } from './report-writer.ts';
import { type TextLayout, TextWriter } from './text-writer.ts';

export interface WriterOptions extends TextLayout {
  /** `history/devs:developers` for one table in a stream. */
  readonly table: string | undefined;
}

export interface ReportFormat {
  readonly name: string;
  readonly description: string;
  /** Usual end of a file name, without the dot. */
  readonly extension: string;
  /** Whether a terminal may show it. */
  readonly isText: boolean;
  /** `directory`: makes several files, and so needs a directory unless one table is asked for. */
  readonly needs: 'stream' | 'directory';
  /**
   * REQUIRES: an output from `openOutput` for the same format and options. @throws {CodefangError}
   * USAGE
   */
  create(output: ReportOutput, options: WriterOptions): ReportWriter;
}

/** Every format that works, in the order in which they are listed. */
export const reportFormats: readonly ReportFormat[] = [
  {
    name: 'json',
    description: 'one JSON document, with a line a row',
    extension: 'json',
    isText: true,
    needs: 'stream',
    create: (output) => new JsonWriter(streamOf(output)),
  },
  {
    name: 'ndjson',
    description: 'one JSON object a line: head, rows, digest',
    extension: 'ndjson',
    isText: true,
    needs: 'stream',
    create: (output) => new NdjsonWriter(streamOf(output)),
  },
  {
    name: 'csv',
    description: 'one CSV file a table in a directory, or one table with --table',
    extension: 'csv',
    isText: true,
    needs: 'directory',
    create: (output, { table }) =>
      table === undefined
        ? new CsvWriter(directoryOf(output))
        : new CsvTableWriter(streamOf(output), table),
  },
  {
    name: 'text',
    description: 'a summary for people',
    extension: 'txt',
    isText: true,
    needs: 'stream',
    create: (output, options) => new TextWriter(streamOf(output), options),
  },
];

/** The format of a name. @throws {CodefangError} USAGE naming the known ones */
export function findReportFormat(name: string): ReportFormat {
  const found = reportFormats.find((format) => format.name === name);
  if (found !== undefined) return found;
  const known = reportFormats.map((format) => format.name).join(', ');
  throw new CodefangError('USAGE', `Cannot write format "${name}": known are ${known}`);
}

function streamOf(output: ReportOutput): StreamOutput {
  if (output.kind === 'stream') return output;
  const state = 'the format makes one file, expected a file or stdout';
  throw new CodefangError('USAGE', `Cannot write a directory: ${state}`);
}

function directoryOf(output: ReportOutput): DirectoryOutput {
  if (output.kind === 'directory') return output;
  const ways = 'expected -o DIR, or --table <analyzer>:<section>';
  throw new CodefangError('USAGE', `Cannot write several tables as one stream: ${ways}`);
}
