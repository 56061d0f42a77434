import { pageFormat, presentationOf, summaryFormats } from '../../../analyzers/index.ts';
import { type AnalyzerSections, findReportFormat, plainPaint } from '../../../engine/report/index.ts';
import { reportFormats, shownAnalyzers } from '../../../engine/report/index.ts';
import type { ReportFormat, ReportHead, StreamOutput, WriterOptions } from '../../../engine/report/index.ts';
import type { Cell, Column, ColumnType, Section } from '../../../engine/contract.ts';

/** A head with a bit of everything. */
export const sampleHead: ReportHead = {
  schema: 'codefang.report.v1',
  tool: { name: 'codefang', version: '1.2.3' },
  repository: { head: '0123456789abcdef0123456789abcdef01234567', object_format: 'sha1' },
  options: { renames: 'exact', tick: '24h', couples: { max_files: 1000, min_shared: 2 } },
  history: {
    commits: 12345,
    mainline_commits: 9876,
    merges: 2469,
    first_commit_at: '2005-04-07T22:13:13Z',
    last_commit_at: '2024-02-01T00:00:00Z',
    tick_seconds: 86400,
  },
  completeness: { complete: true, missing_objects: 0, shallow: false, binary_files: 1200 },
};

/** Options under which every format works. */
export const sampleOptions: WriterOptions = {
  table: undefined,
  widthMax: 80,
  paint: plainPaint,
};

/** Every format of the program; pages bring no scripts. */
export const allFormats: readonly ReportFormat[] = [
  ...summaryFormats,
  ...reportFormats,
  pageFormat(() => ({ scripts: [], style: '' })),
];

export function formatOf(name: string): ReportFormat {
  return findReportFormat(name, allFormats);
}

/** Collects what is written, and remembers whether it was published. */
export class MemoryOutput implements StreamOutput {
  readonly kind = 'stream';
  readonly #pieces: Buffer[] = [];
  state: 'open' | 'committed' | 'abandoned' = 'open';

  write(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    this.#pieces.push(Buffer.from(bytes.slice(start, end)));
  }

  commit(): void {
    this.state = 'committed';
  }

  abandon(): void {
    this.state = 'abandoned';
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }
}

/** `'name:string commits:int share:float'` as columns. */
export function columnsOf(text: string): Column[] {
  return text.split(' ').map((word) => {
    const [name = '', type = ''] = word.split(':');
    return { name, type: type as ColumnType };
  });
}

export function table(name: string, columns: string, rows: Iterable<readonly Cell[]>): Section {
  return { name, title: `The ${name}`, shape: 'table', columns: columnsOf(columns), rows };
}

export function record(name: string, columns: string, row: readonly Cell[]): Section {
  return { name, title: `The ${name}`, shape: 'record', columns: columnsOf(columns), rows: [row] };
}

/** Sections are shown as a run shows them. */
export function analyzer(id: string, ...sections: Section[]): AnalyzerSections {
  const [shown] = shownAnalyzers([{ id, sections }], presentationOf);
  return { id, sections: [...shown!.sections] };
}

/** Two analyzers with tables, a record, an empty table and awkward text. */
export function sampleAnalyzers(): AnalyzerSections[] {
  return [
    analyzer(
      'history/devs',
      table('developers', 'id:int name:string commits:int languages:record', [
        [0, 'Ada, "the first"', 8000, { Go: { added: 5 }, 'C++': { added: 1 } }],
        [1, 'Ünï\ncode 漢字 \ud800', 400, {}],
      ]),
      table('churn', 'tick:int lines_added:int', []),
      record('aggregate', 'total_commits:int share:float complete:boolean', [8400, 0.5, true]),
    ),
    analyzer('history/file-history', table('hotspots', 'path:string commit_count:int', [['a/b.c', 3]])),
  ];
}
