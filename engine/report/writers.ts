import { CodefangError } from '../base/index.ts';
import { BinWriter } from './bin/bin-writer.ts';
import { CompactWriter } from './compact-writer.ts';
import { CsvTableWriter } from './csv-table-writer.ts';
import { CsvWriter } from './csv-writer.ts';
import { JsonWriter } from './json-writer.ts';
import { NdjsonWriter } from './ndjson-writer.ts';
import { createParquetTableWriter, createParquetWriter, prepareParquet } from './parquet/late-parquet.ts';
import type { DirectoryOutput, ReportOutput, StreamOutput } from './report-output.ts';
import type { ReportWriter } from './report-writer.ts';
import { type TextLayout, TextWriter } from './text-writer.ts';
import { TimeseriesWriter } from './timeseries-writer.ts';
import { YamlWriter } from './yaml/yaml-writer.ts';

export interface WriterOptions extends TextLayout {
  /** For one table in a stream, its name: `<analyzer>:<section>`, unless the format has names of its own. */
  readonly table: string | undefined;
  /** What surrounds the report where people read it; it is no part of the report and its digest. */
  readonly face?: ReportFace | undefined;
}

/** Depends on the copy of the repository that was read, as a report must not. */
export interface ReportFace {
  /** What people call the repository. */
  readonly title: string;
  /** Page of the repository on the web, without a slash at its end; empty when not known. */
  readonly linkBase: string;
}

export interface ReportFormat {
  readonly name: string;
  /** Other names by which it is found. */
  readonly aliases?: readonly string[];
  readonly description: string;
  /** Usual end of a file name, without the dot. */
  readonly extension: string;
  /** Whether a terminal may show it. */
  readonly isText: boolean;
  /** `directory`: makes several files, and so needs a directory unless one table is asked for. */
  readonly needs: 'stream' | 'directory';
  /** `commits`: writes what each commit did, which a run must be told to keep, instead of the analyzers' tables. */
  readonly content?: 'commits';
  /** Refuses a name of a table that is none of the format's own. @throws {CodefangError} USAGE */
  readonly checkTable?: (name: string) => void;
  /** Loads what this format alone needs. Must be awaited before `create`. */
  readonly prepare?: () => Promise<void>;
  /**
   * REQUIRES: an output from `openOutput` for the same format and options. @throws {CodefangError}
   * USAGE
   */
  create(output: ReportOutput, options: WriterOptions): ReportWriter;
}

/** Formats that write any report, whatever analyzers it has, in the order in which they are listed. */
export const reportFormats: readonly ReportFormat[] = [
  {
    name: 'json',
    description: 'one JSON document, one row per line',
    extension: 'json',
    isText: true,
    needs: 'stream',
    create: (output) => new JsonWriter(streamOf(output)),
  },
  {
    name: 'ndjson',
    description: 'one JSON object per line: head, rows, digest',
    extension: 'ndjson',
    isText: true,
    needs: 'stream',
    create: (output) => new NdjsonWriter(streamOf(output)),
  },
  {
    name: 'csv',
    description: 'one CSV file per table in a directory, or one table with --table',
    extension: 'csv',
    isText: true,
    needs: 'directory',
    create: (output, { table }) =>
      table === undefined ? new CsvWriter(directoryOf(output)) : new CsvTableWriter(streamOf(output), table),
  },
  {
    name: 'yaml',
    description: 'one YAML document',
    extension: 'yaml',
    isText: true,
    needs: 'stream',
    create: (output) => new YamlWriter(streamOf(output)),
  },
  {
    name: 'bin',
    description: 'a compact file with the whole report, for codefang convert',
    extension: 'cfr',
    isText: false,
    needs: 'stream',
    create: (output) => new BinWriter(streamOf(output)),
  },
  {
    name: 'parquet',
    description: 'one Parquet file per table in a directory, or one table with --table',
    extension: 'parquet',
    isText: false,
    needs: 'directory',
    prepare: prepareParquet,
    create: (output, { table }) =>
      table === undefined
        ? createParquetWriter(directoryOf(output))
        : createParquetTableWriter(streamOf(output), table),
  },
  {
    name: 'timeseries',
    description: 'one JSON document with one record per commit, oldest first',
    extension: 'json',
    isText: true,
    needs: 'stream',
    content: 'commits',
    create: (output) => new TimeseriesWriter(streamOf(output)),
  },
  {
    name: 'compact',
    description: 'one line per section, for grep',
    extension: 'txt',
    isText: true,
    needs: 'stream',
    create: (output) => new CompactWriter(streamOf(output)),
  },
  {
    name: 'tables',
    description: 'every table with its first rows, for people',
    extension: 'txt',
    isText: true,
    needs: 'stream',
    create: (output, options) => new TextWriter(streamOf(output), options),
  },
];

/** The format of a name, of those that are given. @throws {CodefangError} USAGE naming the known ones */
export function findReportFormat(name: string, formats: readonly ReportFormat[] = reportFormats): ReportFormat {
  const found = formats.find((format) => format.name === name || format.aliases?.includes(name) === true);
  if (found !== undefined) return found;
  const known = formats.map((format) => format.name).join(', ');
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
