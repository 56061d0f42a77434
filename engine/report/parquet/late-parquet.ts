import { assert } from '../../base/index.ts';
import { keepYoungSpaceSmall } from '../../memory/index.ts';
import type { ByteSink } from '../byte-sink.ts';
import type { DirectoryOutput } from '../report-output.ts';
import type { ReportWriter } from '../report-writer.ts';

/*
 * The Parquet writers, loaded when they are asked for: the library costs 33 ms and 9 MB, which runs
 * in other formats should not pay.
 */

type Directory = typeof import('./parquet-writer.ts');
type Single = typeof import('./parquet-table-writer.ts');
let writers: (Directory & Single) | undefined;

export async function prepareParquet(): Promise<void> {
  // 28 MB less at the peak.
  keepYoungSpaceSmall();
  writers ??= {
    ...(await import('./parquet-writer.ts')),
    ...(await import('./parquet-table-writer.ts')),
  };
}

/** REQUIRES: `prepareParquet` has ended. */
export function createParquetWriter(output: DirectoryOutput): ReportWriter {
  assert(writers !== undefined, 'the format was prepared');
  return new writers.ParquetWriter(output);
}

/** REQUIRES: `prepareParquet` has ended. @throws {CodefangError} USAGE */
export function createParquetTableWriter(sink: ByteSink, table: string): ReportWriter {
  assert(writers !== undefined, 'the format was prepared');
  return new writers.ParquetTableWriter(sink, table);
}
