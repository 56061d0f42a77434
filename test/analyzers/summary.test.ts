import { describe, expect, test } from 'vitest';
import { repositoryFindings } from '../../analyzers/index.ts';
import type { Cell } from '../../engine/contract.ts';
import { displayWidth } from '../../engine/report/display-width.ts';
import { type AnalyzerSections, type Paint, type ReportHead, writeReport } from '../../engine/report/index.ts';
import { analyzer, formatOf, MemoryOutput, sampleOptions, table } from '../engine/report/sample-report.ts';
import { hostileNames, storyAnalyzers, storyHead } from './page/story-report.ts';

interface Given {
  readonly format?: string;
  readonly widthMax?: number;
  readonly paint?: Paint;
  readonly head?: ReportHead;
  readonly title?: string;
}

function shown(analyzers: readonly AnalyzerSections[], given: Given = {}): string {
  const { format = 'text', widthMax = 80, paint = sampleOptions.paint, head = storyHead, title = '' } = given;
  const output = new MemoryOutput();
  const options = { ...sampleOptions, widthMax, paint, face: { title, linkBase: '' } };
  writeReport(head, analyzers, formatOf(format).create(output, options), output, repositoryFindings(head));
  return output.text.replace(/sha256:[0-9a-f]{64}/, 'sha256:…');
}

const noCommits: ReportHead = {
  ...storyHead,
  repository: { head: '', object_format: 'sha1' },
  options: {},
  history: {
    commits: 0,
    mainline_commits: 0,
    merges: 0,
    first_commit_at: null,
    last_commit_at: null,
    tick_seconds: 86_400,
  },
};

/** Names that would be markup, links, mentions or steer a terminal. */
const hostile = [
  ...Object.values(hostileNames),
  '@octocat',
  'a@evil.example',
  '[click](http://evil.example)',
  '![x](http://evil.example/x.png)',
  'https://evil.example/path',
  'www.evil.example',
  '<!-- hidden',
  '`code` ``two``',
  '**bold** __strong__ ~~gone~~ $x$',
  '| a | b |',
  '\\| b',
  'a\r\n\n# heading',
  '1. list',
  '- list',
  '+ list',
  '===',
  '#17',
  'GH-17',
  ':tada:',
  '&lt;b&gt;',
  '\u001b[31mred\u001b]0;title\u0007',
  '漢字'.repeat(80),
  'x'.repeat(5000),
];

function named(name: string): AnalyzerSections[] {
  const authors = [name, 'Bob', 'Cid'].map((one, id): Cell[] => [id, one, '', 400 - id, 9000, 10, 0, id * 540]);
  const files = Array.from({ length: 30 }, (_, at): Cell[] => [`f${at}.c`, 1, 1]);
  const pairs = Array.from({ length: 30 }, (_, at): Cell[] => [`a${at}.c`, `b${at}.c`, 1, 1]);
  return [
    analyzer(
      'history/burndown',
      table('developer_survival', 'id:int name:string current_lines:int', [
        [0, name, 9000],
        [1, 'Bob', 90],
      ]),
    ),
    analyzer(
      'history/couples',
      table('file_coupling', 'file1:string file2:string co_changes:int coupling_strength:float', [
        [`lib/${name}`, 'src/z.c', 50, 0.9],
        ...pairs,
      ]),
    ),
    analyzer(
      'history/devs',
      table(
        'developers',
        'id:int name:string email:string commits:int lines_added:int lines_removed:int first_tick:int last_tick:int',
        authors,
      ),
      table('languages', 'name:string total_lines:int total_contribution:int', [[name, 9000, 9000]]),
    ),
    analyzer(
      'history/file-history',
      table('file_churn', 'path:string commit_count:int contributor_count:int', [[name, 100, 2], ...files]),
    ),
  ];
}

describe('text', () => {
  test('text says findings, figures, time and four tables', () => {
    expect(shown(storyAnalyzers(), { title: 'widget' })).toBe(golden);
  });

  test.each([40, 60, 80, 100, 300])('text has at most 60 lines of at most 100 columns, at %i', (widthMax) => {
    for (const name of hostile) {
      const text = shown(named(name), { widthMax, title: name });
      const lines = text.trimEnd().split('\n');
      expect(lines.length, name).toBeLessThanOrEqual(60);
      for (const line of lines.slice(0, -1))
        expect(displayWidth(line), line).toBeLessThanOrEqual(Math.min(widthMax, 100));
      // oxlint-disable-next-line no-control-regex -- they are what must not be there
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
    }
  });

  test('text says in words why nothing is there', () => {
    const emptied = storyAnalyzers().map(({ id, sections }) => ({
      id,
      sections: [...sections].map((section) => (section.shape === 'table' ? { ...section, rows: [] } : section)),
    }));
    const text = shown(emptied);
    expect(text).toContain('\nNothing stands out by the rules for findings.\n');
    expect(text).toContain('  People: none shown, no commit changes a file\n');
    expect(text).toContain('  Authors of living lines: none shown, no line of text is alive\n');
    expect(text).toContain(
      '  Code changed most: none shown, no file is left, or only tests, documents, locks and the like\n'.slice(0, 78),
    );
    expect(text).toContain('  Files that change together: none shown, no two files of code have 10 common');
    expect(shown([], { head: noCommits })).toMatch(/^No commits\n\nNothing stands out .*\n\nEvery table/);
  });

  test('text names only the options that somebody chose', () => {
    const analyzers = { 'history/burndown': { granularity: 30, sampling: 7 }, 'history/devs': { anonymize: false } };
    const usual = { first_parent: false, since: null, paths: [], renames: 'exact', tick_seconds: 86_400 };
    const head = { ...storyHead, options: { ...usual, paths: ['lib/**', 'src/**'], analyzers } };
    expect(shown([], { head })).toContain('\nOptions: paths=lib/**,src/** · burndown-sampling=7\n');
    const { sampling: _, ...granularity } = analyzers['history/burndown'];
    const same = { ...usual, analyzers: { 'history/burndown': granularity } };
    expect(shown([], { head: { ...storyHead, options: same } })).not.toContain('Options');
  });

  test('text warns of what is missing', () => {
    const completeness = { complete: false, missing_objects: 3, shallow: true, gitlinks: 0 };
    const paint: Paint = (role, text) => (role === 'warning' ? `<${text}>` : text);
    expect(shown([], { head: { ...storyHead, completeness }, paint })).toContain(
      '\n<INCOMPLETE: 3 missing objects · shallow>\n',
    );
  });

  test('text draws a time in which nothing happened as a gap', () => {
    const ticks = [0, 1, 1079, 1080].map((tick): Cell[] => [tick, { 0: 1 }, 1]);
    const activity = table('activity', 'tick:int by_developer:record total_commits:int', ticks);
    const text = shown([analyzer('history/devs', activity)], { widthMax: 100 });
    expect(text).toMatch(/Commits over time {2}█ {10,}█ {2}2020-01-01 to 2022-12-16, peak 2 in 2020-01\n/);
    expect(text).not.toContain('tick');
  });

  test('text shows an analyzer alone, and one that nobody knows', () => {
    for (const one of storyAnalyzers()) expect(shown([one])).toMatch(/\n {2}[A-Z][a-z ]+ \(\d+\) /);
    const words = {
      name: 'words',
      title: 'Words',
      shape: 'table' as const,
      columns: [{ name: 'word', type: 'string' as const }],
    };
    expect(shown([{ id: 'history/new', sections: [{ ...words, rows: [['one'], ['two']] }] }])).toContain(
      '  Words (2)\n  one\n  two\n',
    );
  });
});

describe('markdown', () => {
  test('markdown is headed by the name and has a table for each of the four', () => {
    const text = shown(storyAnalyzers(), { format: 'markdown', title: 'wid|get' });
    expect(text).toMatch(/^## wid&#124;get: 400 commits by 3 people in 3 years\n/);
    expect(text.match(/^#{2,3} .*$/gm)!.slice(1)).toEqual([
      '### Worth acting on',
      '### People (3)',
      '### Authors of living lines (2)',
      '### Code changed most (63)',
      '### Files that change together (3)',
    ]);
    expect(text).toContain('\n| `src/main.c` | `src/main.h` | 90 | 95 % |\n');
    expect(text).toContain('\n1. **96 % of the living lines have lost their author** (high)  \n');
    expect(text.endsWith('\n\n`sha256:…`\n')).toBe(true);
  });

  test.each(hostile)('markdown shows %j as text', (name) => {
    const text = shown(named(name), { format: 'markdown', title: name });
    // Our own marks aside.
    const code = text.replace(/`[^`\n]*`/g, '``').replace(/^(\d\.) \*\*(.*)\*\* \(/gm, '$1 $2 (');
    // What hosting sites would make markup, links, pictures, mentions or references of.
    expect(code).not.toMatch(/[<[\]>*~$\\]/);
    expect(code).not.toMatch(/@\w|(?<!&)#\d|:\/\/|www\.|GH-\d|:\w+:/i);
    expect(code.replaceAll('``', '')).not.toContain('`');
    expect(text.match(/^##? .*$/gm)).toHaveLength(1);
    const tableRows = text.split('\n').filter((line) => line.startsWith('|'));
    for (const row of tableRows) expect([4, 5, 6]).toContain(row.split('|').length - 1);
    // oxlint-disable-next-line no-control-regex -- they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
  });

  test('markdown warns of what is missing', () => {
    const completeness = { complete: false, missing_objects: 3 };
    expect(shown([], { format: 'markdown', head: { ...storyHead, completeness } })).toContain(
      '\n> [!WARNING]\n> The history is incomplete: 3 missing objects.\n',
    );
  });
});

const golden = `widget: 400 commits by 3 people in 3 years
2020-01-01 to 2022-12-16 · 300 on the mainline, 20 merges · head 0123456789ab
Options: note=</script><script>document.title="owned"</script>

Worth acting on
  1. 96 % of the living lines have lost their author
     22,000 lines are by 1 person without a commit in the last year, most of
     them (22,000) by <img src=x onerror="document.title='own…, last seen
     2021-05.
     Name a keeper for the largest of these files before they have to change in
     a hurry.
     How found: From 25 % of at least 1,000 living lines on, with 3 people and
     50 commits; bots do not count. Weight: the share, at most 0.9.
  2. 90 % of the C ever changed is one person's work
     <img src=x onerror="document.title='own… added or removed these lines; C is
     90 % of all lines ever changed here. Their last commit is from 2021-05.
     See who owns its living lines today, and write down what nobody knows.
     How found: Bus factor 1, 60 % by one person, 5 % of all changed lines; 3
     people, 50 commits. Weight 0.8 × √share × percent, +0.2 after a year
     without a commit.
  3. 32 % of all commits change {b|x}&amp;.c
     src/<svg onload=alert(1)>/{b|x}&amp;.c changed in 120 commits (32 % of all
     but merges) by 2 authors. It has 4,000 lines now.
     Look at why: a file that must change for every feature is best split along
     those features.
     How found: The file with most commits, from 15 of 50 on, among 10 files;
     tests, fixtures, documents, locks, manifests and change logs are left out.
     Weight 0.2 + 3 × its share, at most 0.75.

  People                       3  2 active in the last 90 days
  Commits                    400  120 last year, 123 the year before
  Lines alive             23,000  half of them older than 12 months
  Half-life of a line  10 months  50 % of the lines get older than 2.9 years
  Bus factor                   1  person made half of all changes
  Survival rate             64 %  of 36,000 lines ever at their peak
  Hotspots                     3  of 63 files with 15 commits or more
  Strongest coupling        95 %  main.c + main.h, 90 commits

  Commits over time  2020-01-01 to 2022-12-16, peak 12 in 2020-01
  █▆█▆▆█▆█▆▆█▆█▆▆▆█▆█▆▆█▆█▆▆█▆▆█▆█▆▆█▂

  People (3)                    commits  lines added  lines removed  last commit
  <img src=x onerror="documen…      300        9,000            100  2021-05-15
  Bob                                90        1,000            500  2022-12-07

  Authors of living lines (2)                    lines  share  last commit
  <img src=x onerror="document.title='owned'">  22,000   96 %  2021-05-15
  Bob                                            1,000  4.3 %  2022-12-07

  Code changed most (63)                  commits  authors  lines now
  src/<svg onload=alert(1)>/{b|x}&amp;.c      120        2      4,000
  src/main.c                                   90        1        900

  Files that change together  and                              commits  strength
  src/main.c                  src/main.h                            90      95 %
  lib/parser.c                … onload=alert(1)>/{b|x}&amp;.c       40      80 %

Every table: --format tables. The whole report: json, html, parquet and more;
see codefang list.
digest sha256:…
`;
