import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { repositoryFindings } from '../../analyzers/index.ts';
import type { Cell, CellRecord, Section } from '../../engine/contract.ts';
import {
  type AnalyzerSections,
  type Finding,
  openStoredReport,
  type ReportHead,
  trustingWriter,
  writeReport,
} from '../../engine/report/index.ts';
import { analyzer, formatOf, MemoryOutput, sampleOptions, table } from '../engine/report/sample-report.ts';
import { storyAnalyzers, storyHead } from './page/story-report.ts';

function findings(analyzers: readonly AnalyzerSections[], head: ReportHead = storyHead): readonly Finding[] {
  const source = repositoryFindings(head);
  writeReport(
    head,
    analyzers,
    formatOf('compact').create(new MemoryOutput(), sampleOptions),
    new MemoryOutput(),
    source,
  );
  return source.findings()!;
}

function ids(analyzers: readonly AnalyzerSections[], head: ReportHead = storyHead): string[] {
  return findings(analyzers, head).map(({ id }) => id);
}

function written(format: string): string {
  const output = new MemoryOutput();
  const writer = formatOf(format).create(output, { ...sampleOptions, widthMax: 1000 });
  writeReport(storyHead, storyAnalyzers(), writer, output, repositoryFindings(storyHead));
  return output.text;
}

/** `[name, e-mail, commits, lines, last tick]` */
type Author = readonly [string, string, number, number, number];

const lastTick = 1080;

function people(...authors: Author[]): AnalyzerSections {
  const rows = authors.map(([name, email, commits, lines, last], id): Cell[] => [
    id,
    name,
    email,
    commits,
    lines,
    0,
    0,
    last,
  ]);
  const columns =
    'id:int name:string email:string commits:int lines_added:int lines_removed:int first_tick:int last_tick:int';
  const recent = Array.from({ length: 60 }, (_, at): Cell[] => [lastTick - at, { 0: 1 }, 1]);
  return analyzer(
    'history/devs',
    table('developers', columns, rows),
    table('activity', 'tick:int by_developer:record total_commits:int', recent.reverse()),
  );
}

function owners(...lines: readonly (readonly [string, number])[]): AnalyzerSections {
  const rows = lines.map(([name, count], id): Cell[] => [id, name, '', count, count]);
  const columns = 'id:int name:string email:string current_lines:int peak_lines:int';
  return analyzer('history/burndown', table('developer_survival', columns, rows));
}

function pairs(...given: readonly (readonly [string, string, number, number])[]): AnalyzerSections {
  const others = Array.from({ length: 30 }, (_, at): Cell[] => [`a${at}.c`, `b${at}.c`, 1, 1]);
  const columns = 'file1:string file2:string co_changes:int coupling_strength:float';
  return analyzer('history/couples', table('file_coupling', columns, [...given.map((row) => [...row]), ...others]));
}

function files(...paths: readonly (readonly [string, number])[]): AnalyzerSections {
  const others = Array.from({ length: 30 }, (_, at): Cell[] => [`src/f${at}.c`, 1, 1]);
  const rows = [...paths.map(([path, commits]): Cell[] => [path, commits, 2]), ...others];
  return analyzer(
    'history/file-history',
    table('file_churn', 'path:string commit_count:int contributor_count:int', rows),
  );
}

describe('findings', () => {
  test('findings are the same in json, ndjson, yaml, text, markdown and the page', () => {
    const json = (JSON.parse(written('json')) as { findings: Finding[] }).findings;
    expect(json.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    expect((parseYaml(written('yaml')) as { findings: Finding[] }).findings).toEqual(json);
    expect((JSON.parse(written('ndjson').trimEnd().split('\n').at(-1)!) as { findings: Finding[] }).findings).toEqual(
      json,
    );
    const block = /data-block="overview">(.*)<\/script>/.exec(written('html'))![1]!;
    const page = (JSON.parse(block) as { findings: CellRecord[] }).findings;
    expect(page).toEqual(
      json.map(({ title, text, advice, rule, topic }) => ({ title, text, advice, rule, part: topic })),
    );
    const [text, markdown] = [written('text'), written('markdown')];
    for (const { rank, severity, advice, rule } of json) {
      expect(text).toContain(`  ${rank}. `);
      expect(text).toContain(advice.split(' ').slice(0, 6).join(' '));
      expect(text).toContain(`How found: ${rule.slice(0, 30)}`);
      expect(markdown).toContain(`(${severity})`);
      expect(markdown).toContain(`_How this was found: ${rule.slice(0, 30)}`);
    }
    expect(written('compact')).toContain(`codefang finding=${json[0]!.id} rank=1 severity=${json[0]!.severity} title=`);
  });

  test('each finding rests on rows that are in the report', () => {
    const sections = storyAnalyzers().flatMap(({ id, sections: all }) =>
      Array.from(all, (section): [string, Section] => [`${id}:${section.name}`, section]),
    );
    const rowsOf = new Map(
      sections.map(([name, { columns, rows }]) => [
        name,
        Array.from(rows, (cells) => Object.fromEntries(columns.map((column, at) => [column.name, cells[at]]))),
      ]),
    );
    const found = findings(storyAnalyzers());
    expect(found.length).toBe(3);
    for (const { evidence } of found) {
      for (const { analyzer: id, section, row } of evidence) {
        expect(rowsOf.get(`${id}:${section}`)).toContainEqual(expect.objectContaining(row));
      }
    }
  });

  test.each(['json', 'ndjson', 'bin'])('findings stored as %s come back, and cannot be changed', (format) => {
    const folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
    try {
      const path = join(folder, 'report');
      const output = new MemoryOutput();
      const writer = formatOf(format).create(output, sampleOptions);
      writeReport(storyHead, storyAnalyzers(), writer, output, repositoryFindings(storyHead));
      writeFileSync(path, output.bytes);
      const again = (): string => {
        const stored = openStoredReport(path);
        const json = new MemoryOutput();
        const target = trustingWriter(formatOf('json').create(json, sampleOptions), stored);
        try {
          writeReport(stored.head, stored.analyzers, target, json, stored);
        } finally {
          stored.close();
        }
        return json.text;
      };
      expect(again()).toBe(written('json'));
      if (format === 'bin') return;
      writeFileSync(path, readFileSync(path, 'utf8').replace('"rank":2', '"rank":4'));
      expect(again).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('nothing is found in a repository of 7 lines and 3 commits', () => {
    const tiny = { ...storyHead, history: { ...storyHead.history, commits: 3, mainline_commits: 3, merges: 0 } };
    const few = [owners(['Ann', 6], ['Bob', 1]), people(['Ann', '', 2, 6, 0], ['Bob', '', 1, 1, lastTick])];
    expect(ids(few, tiny)).toEqual([]);
    expect(ids([files(['src/main.c', 3])], tiny)).toEqual([]);
  });

  test('one person is a statement and no alarm', () => {
    const found = findings([
      owners(['Ann', 9000]),
      people(['Ann', '', 200, 9000, lastTick], ['renovate[bot]', '', 9, 9, 9]),
    ]);
    expect(found.map(({ id, severity }) => [id, severity])).toEqual([['one-author', 'low']]);
    expect(found[0]!.text).toBe('All 200 commits but those of bots are by Ann.');
  });

  test.each(['dependabot[bot]', 'renovate', 'github-actions', 'tmux update bot', 'Kubernetes-Robot'])(
    '%s is nobody who keeps it going',
    (bot) => {
      const gone: Author[] = ['Ann', 'Cid', 'Dee'].map((name) => [name, '', 50, 900, 100]);
      expect(ids([people(...gone, ['Bob', '', 90, 900, lastTick], [bot, '', 900, 9000, lastTick])])).toEqual([
        'lone-keeper',
      ]);
      // Abbot and Talbot are people.
      expect(ids([people(...gone, ['Bob', '', 90, 900, lastTick], ['Ann Abbot', '', 9, 90, lastTick])])).toEqual([]);
    },
  );

  test('a bot is known by its address as well', () => {
    const all = people(
      ['Ann', '', 90, 900, lastTick],
      ['Updates', '12+updates[bot]@users.noreply.github.com', 9, 9, 9],
    );
    expect(ids([all])).toEqual(['one-author']);
    expect(ids([people(['Ann', '', 90, 900, lastTick], ['Updates', 'updates@x', 9, 9, 9])])).toEqual([]);
  });

  test('lines of bots are left out of what has lost its author', () => {
    const all = people(
      ['Ann', '', 90, 900, lastTick],
      ['Bob', '', 90, 900, lastTick],
      ['Cid', '', 9, 9, lastTick],
      ['x[bot]', '', 9, 9, 0],
    );
    expect(ids([owners(['x[bot]', 90_000], ['Ann', 900], ['Bob', 900]), all])).toEqual([]);
    const gone = people(['Ann', '', 90, 900, 0], ['Bob', '', 90, 900, lastTick], ['Cid', '', 9, 9, lastTick]);
    const [found] = findings([owners(['x[bot]', 5000], ['Ann', 4000], ['Bob', 1000]), gone]);
    expect(found!.title).toBe('40 % of the living lines have lost their author');
  });

  test('who came back under another address is not gone', () => {
    const all = people(['Ann', 'old@x', 90, 900, 0], ['ann', 'new@x', 90, 900, lastTick], ['Bob', '', 9, 90, lastTick]);
    expect(ids([owners(['Ann', 9000], ['Bob', 90]), all])).toEqual([]);
    const gone = people(
      ['Ann', 'old@x', 90, 900, 0],
      ['Cid', 'new@x', 90, 900, lastTick],
      ['Bob', '', 9, 90, lastTick],
    );
    expect(ids([owners(['Ann', 9000], ['Bob', 90]), gone])).toEqual(['departed-owners']);
    const mainline = { ...storyHead, options: { first_parent: true } };
    expect(ids([owners(['Ann', 9000], ['Bob', 90]), gone], mainline)).toEqual([]);
  });

  test.each([
    ['lib/a.c', 'src/b.c', ['distant-pair']],
    ['lib/a.c', 'lib/x/b.c', ['near-pair']],
    ['main.c', 'src/b.c', ['near-pair']],
    ['playground/worker/__tests__/es/a.ts', 'playground/worker/__tests__/iife/b.ts', []],
    ['lib/a.c', 'test/other.c', []],
    ['lib/a.c', 'pnpm-lock.yaml', []],
    ['lib/a.c', 'packages/x/package.json', []],
    ['lib/a.c', 'Cargo.toml', []],
    ['lib/a.c', 'doc/CHANGELOG.md', []],
    ['lib/a.c', 'include/a.h', []],
  ])('of %s and %s is said %j', (file1, file2, wanted) => {
    expect(ids([pairs([file1, file2, 50, 0.9])])).toEqual(wanted);
  });

  test('pairs of few commits, or of little strength, are chance', () => {
    expect(ids([pairs(['lib/a.c', 'src/b.c', 9, 1])])).toEqual([]);
    expect(ids([pairs(['lib/a.c', 'src/b.c', 90, 0.3])])).toEqual([]);
  });

  test('a lock, a manifest or a document is not the hottest file', () => {
    const [found] = findings([files(['package.json', 300], ['README.md', 290], ['yarn.lock', 280], ['src/app.c', 40])]);
    expect(found).toMatchObject({ id: 'hottest-file', title: '11 % of all commits change app.c' });
  });

  test('what is not all is not said to be all', () => {
    const all = people(['Ann', '', 90, 900, 0], ['Bob', '', 9, 90, lastTick], ['Cid', '', 9, 90, lastTick]);
    const [found] = findings([owners(['Ann', 999_999], ['Bob', 1]), all]);
    expect(found!.title).toBe('99.9 % of the living lines have lost their author');
  });
});
