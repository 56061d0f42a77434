import type { Cell, Section } from '../../../engine/contract.ts';
import type { AnalyzerSections, ReportHead } from '../../../engine/report/index.ts';
import { analyzer, columnsOf } from '../../engine/report/sample-report.ts';

const dayMs = 86_400_000;
const originMs = Date.UTC(2020, 0, 1);

/** Names that would do harm as markup, as a script, on a terminal or in a drawing. */
export const hostileNames = {
  person: '<img src=x onerror="document.title=\'owned\'">',
  closing: '</script><script>document.title="owned"</script>',
  comment: '<!--<script>',
  mark: 'a\u202eb\u0007c\u2028d\ud800',
  path: 'src/<svg onload=alert(1)>/{b|x}&amp;.c',
} as const;

export const storyHead: ReportHead = {
  schema: 'codefang.report.v1',
  tool: { name: 'codefang', version: '1.2.3' },
  repository: { head: '0123456789abcdef0123456789abcdef01234567', object_format: 'sha1' },
  options: {
    analyzers: { 'history/burndown': { granularity: 30, sampling: 30 } },
    note: hostileNames.closing,
  },
  history: {
    commits: 400,
    mainline_commits: 300,
    merges: 20,
    first_commit_at: '2020-01-01T00:00:00Z',
    last_commit_at: '2022-12-16T00:00:00Z',
    tick_seconds: 86_400,
  },
  completeness: { complete: true, missing_objects: 0 },
};

/** A history of three years in which half of each band is gone after ten samples, with few people and files. */
export function storyAnalyzers(): AnalyzerSections[] {
  return [burndown(), couples(), devs(), fileHistory()];
}

function burndown(): AnalyzerSections {
  const sampleCount = 36;
  const samples = Array.from({ length: sampleCount }, (_, sample): Cell[] => {
    const bands = Array.from({ length: sample + 1 }, (_unused, band) => (sample - band >= 10 ? 500 : 1000));
    const total = bands.reduce((sum, lines) => sum + lines, 0);
    return [sample, isoDay((sample + 1) * 30), 'c'.repeat(40), total, 0.5, bands];
  });
  const total = Number(samples.at(-1)![3]);
  return analyzer(
    'history/burndown',
    record('aggregate', 'total_current_lines:int total_peak_lines:int overall_survival_rate:float', [
      total,
      36_000,
      total / 36_000,
    ]),
    table(
      'global_survival',
      'sample_index:int sampled_at:time commit:oid total_lines:int survival_rate:float band_breakdown:list',
      samples,
    ),
    table(
      'file_survival',
      'path:string current_lines:int ownership:record top_owner_name:string top_owner_percentage:float',
      [
        [hostileNames.path, 4000, { 0: 4000 }, hostileNames.person, 100],
        ['src/main.c', 900, { 1: 900 }, 'Bob', 100],
      ],
    ),
    table(
      'developer_survival',
      'id:int name:string email:string current_lines:int peak_lines:int survival_rate:float',
      [
        [0, hostileNames.person, 'a@x', total - 1000, 30_000, 0.7],
        [1, 'Bob', 'b@x', 1000, 2000, 0.5],
        [2, 'Bob', 'c@x', 0, 10, 0],
      ],
    ),
    table(
      'interactions',
      'author_id:int author_name:string modifier_id:int modifier_name:string lines_modified:int is_self_modify:boolean',
      [
        [0, hostileNames.person, 1, 'Bob', 50, false],
        [1, 'Bob', 1, 'Bob', 7, true],
        [1, 'Bob', 2, 'Bob', 3, false],
      ],
    ),
    table(
      'developer_lines',
      'sample_index:int sampled_at:time id:int name:string lines:int',
      samples.flatMap(([at, day, , lines]): Cell[][] => [
        [at!, day!, 0, hostileNames.person, Number(lines) - 600],
        ...(Number(at) % 2 === 0 ? [[at!, day!, 1, 'Bob', 100]] : []),
      ]),
    ),
  );
}

function couples(): AnalyzerSections {
  return analyzer(
    'history/couples',
    table('file_coupling', 'file1:string file2:string co_changes:int coupling_strength:float', [
      ['src/main.c', 'src/main.h', 90, 0.95],
      ['lib/parser.c', hostileNames.path, 40, 0.8],
      ['lib/parser.c', 'src/main.c', 12, 0.2],
    ]),
    table('file_ownership', 'file:string lines:int contributors:int', [
      [hostileNames.path, 4000, 2],
      ['src/main.c', 900, 1],
    ]),
  );
}

function devs(): AnalyzerSections {
  const ticks = Array.from({ length: 120 }, (_, at) => at * 9);
  return analyzer(
    'history/devs',
    table(
      'developers',
      'id:int name:string email:string commits:int lines_added:int lines_removed:int languages:record first_tick:int last_tick:int active_ticks:int',
      [
        [0, hostileNames.person, 'a@x', 300, 9000, 100, { C: { added: 9000 } }, 0, 500, 90],
        [1, 'Bob', 'b@x', 90, 1000, 500, {}, 100, 1071, 30],
        [2, hostileNames.mark, '', 10, 10, 5, {}, 900, 1071, 5],
      ],
    ),
    table('languages', 'name:string total_lines:int total_contribution:int contributors:record', [
      ['C', 9000, 9000, { 0: 8100, 1: 900 }],
      ['Text', 1000, 1000, { 1: 1000 }],
    ]),
    table(
      'busfactor',
      'language:string bus_factor:int total_contributors:int primary_dev_id:int primary_dev_name:string primary_percentage:float secondary_dev_name:string secondary_percentage:float risk_level:string',
      [
        ['C', 1, 2, 0, hostileNames.person, 90, 'Bob', 10, 'CRITICAL'],
        ['Text', 1, 1, 1, 'Bob', 100, null, 0, 'CRITICAL'],
      ],
    ),
    table(
      'activity',
      'tick:int by_developer:record total_commits:int',
      ticks.map((tick) => [tick, tick % 2 === 0 ? { 0: 2, 1: 1 } : { 1: 3 }, 3]),
    ),
    table(
      'churn',
      'tick:int lines_added:int lines_removed:int net_change:int',
      ticks.map((tick) => [tick, 100, 20, 80]),
    ),
    record(
      'aggregate',
      'total_commits:int total_developers:int active_developers:int project_bus_factor:int',
      [360, 3, 2, 1],
    ),
  );
}

function fileHistory(): AnalyzerSections {
  const files: Cell[][] = Array.from({ length: 60 }, (_, at) => [`docs/page-${at}.md`, 1, 1, 3.5]);
  return analyzer(
    'history/file-history',
    table('file_churn', 'path:string commit_count:int contributor_count:int churn_score:float', [
      [hostileNames.path, 120, 2, 400.5],
      ['package-lock.json', 300, 1, 390],
      ['src/main.c', 90, 1, 100],
      ...files,
    ]),
    table('hotspots', 'path:string commit_count:int churn_score:float risk_level:string', [
      [hostileNames.path, 120, 400.5, 'CRITICAL'],
      ['src/main.c', 90, 100, 'CRITICAL'],
      ['docs/page-1.md', 20, 3.5, 'MEDIUM'],
    ]),
    record('aggregate', 'total_files:int high_churn_files:int', [63, 3]),
  );
}

function isoDay(day: number): string {
  return new Date(originMs + day * dayMs).toISOString().replace('.000', '');
}

export function table(name: string, columns: string, rows: Iterable<readonly Cell[]>): Section {
  return { name, title: `The ${name}`, shape: 'table', columns: columnsOf(columns), rows };
}

function record(name: string, columns: string, row: readonly Cell[]): Section {
  return { name, title: `The ${name}`, shape: 'record', columns: columnsOf(columns), rows: [row] };
}
