import { describe, expect, test } from 'vitest';
import { type PageBlocks, PageBuilder, repositoryFindings } from '../../../analyzers/index.ts';
import { type AnalyzerSections, type ReportHead, writeReport } from '../../../engine/report/index.ts';
import type { Cell } from '../../../engine/contract.ts';
import { MemoryOutput } from '../../engine/report/sample-report.ts';
import { hostileNames, storyAnalyzers, storyHead, table } from './story-report.ts';

type Built = Omit<PageBlocks, 'table' | 'rows'> & {
  readonly tables: PageBlocks['table'][];
  /** Rows sent before each table. */
  readonly sent: PageBlocks['rows'][];
  readonly pieceLengthMax: number;
};

function built(analyzers: Iterable<AnalyzerSections>, head: ReportHead = storyHead): Built {
  const blocks: Record<string, unknown> = {};
  const tables: PageBlocks['table'][] = [];
  const sent: PageBlocks['rows'][] = [];
  let coming: PageBlocks['rows'][number][] = [];
  let pieceLengthMax = 0;
  const builder = new PageBuilder({
    emit: (name, block) => {
      if (name !== 'table') {
        blocks[name] = block;
        return;
      }
      tables.push(block as PageBlocks['table']);
      sent.push(coming);
      coming = [];
    },
    emitRows: (json) => {
      pieceLengthMax = Math.max(pieceLengthMax, json.length);
      coming.push(...(JSON.parse(json) as PageBlocks['rows']));
    },
  });
  writeReport(head, analyzers, builder, new MemoryOutput(), repositoryFindings(head));
  return { ...blocks, tables, sent, pieceLengthMax } as unknown as Built;
}

const story = built(storyAnalyzers());

describe('PageBuilder', () => {
  test('PageBuilder gives cohorts and ages that both add up to the lines of each sample', () => {
    const { cohorts, ages, totals, sampledAt } = story.burndown;
    for (const layers of [cohorts, ages]) {
      const sums = sampledAt.map((_, at) => layers.reduce((sum, { lines }) => sum + lines[at]!, 0));
      expect(sums).toEqual(totals);
    }
    expect(totals.at(-1)).toBe(10 * 1000 + 26 * 500);
    expect(story.burndown.left.reduce((sum, lines) => sum + lines, 0)).toBe(totals.at(-1));
    expect(story.burndown.written.reduce((sum, lines) => sum + lines, 0)).toBe(36_000);
  });

  test('PageBuilder gives the lines of people and of everyone else, which add up as well', () => {
    const { people, totals } = story.burndown;
    expect(people.map(({ name }) => name)).toEqual([hostileNames.person, 'Bob', 'everyone else']);
    const sums = totals.map((_, at) => people.reduce((sum, { lines }) => sum + lines[at]!, 0));
    expect(sums).toEqual(totals);
    expect(people[1]!.lines.slice(0, 3)).toEqual([100, 0, 100]);
  });

  test.each([
    ['file_coupling', 1000],
    ['file_churn', 5000],
  ])('PageBuilder sends all rows of %s in order once there are more than it keeps', (name, keptCount) => {
    const rows = (count: number): Cell[][] => Array.from({ length: count }, (_, at) => [`f${at}`, (at * 7919) % count]);
    const id = name === 'file_churn' ? 'history/file-history' : 'history/couples';
    const page = (count: number): Built =>
      built([{ id, sections: [table(name, 'path:string churn_score:int', rows(count))] }]);
    const short = page(keptCount);
    expect([short.sent[0], short.tables[0]!.sentCount]).toEqual([[], 0]);
    expect(short.tables[0]!.rows).toHaveLength(keptCount);
    const long = page(keptCount + 1);
    expect(long.sent[0]).toEqual(rows(keptCount + 1));
    expect(long.tables[0]).toMatchObject({ sentCount: keptCount + 1, rowCount: keptCount + 1 });
    expect(long.tables[0]!.rows).toHaveLength(keptCount);
  });

  test('PageBuilder sends the first 100,000 rows, or 2.5 MiB, of a longer table, in pieces', () => {
    const page = (text: string): Built => {
      const rows = Array.from({ length: 120_000 }, (_, at): Cell[] => [text, at]);
      return built([{ id: 'history/x', sections: [table('y', 'a:string b:int', rows)] }]);
    };
    const narrow = page('a');
    expect(narrow.sent[0]).toHaveLength(100_000);
    expect(narrow.sent[0]!.at(-1)).toEqual(['a', 99_999]);
    expect(narrow.tables[0]).toMatchObject({ sentCount: 100_000, rowCount: 120_000 });
    const wide = page('w'.repeat(200));
    expect(JSON.stringify(wide.sent[0]).length / 2 ** 20).toBeCloseTo(2.5, 1);
    expect(wide.pieceLengthMax).toBeLessThan(66_000);
  });

  test('PageBuilder finds half of the lines gone after ten samples, and their median age', () => {
    const { survival, medianAgeSeconds } = story.burndown;
    expect(survival.rates.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 1));
    expect(survival.rates[10]).toBe(0.5);
    expect(survival.halfLifeSeconds).toBe(10 * 30 * 86_400);
    // 10 young bands of 1000, then 3 of 500 make half of 23,000.
    expect(medianAgeSeconds).toBe((13 - 0.5) * 30 * 86_400);
  });

  test('PageBuilder counts commits, people and newcomers by piece of time', () => {
    const { commits, people, newcomers, busiest, added } = story.activity;
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    expect([sum(commits), sum(newcomers), sum(added)]).toEqual([360, 3, 12_000]);
    expect(Math.max(...people)).toBe(2);
    expect(busiest.map(({ name, commits: counts }) => [name, sum(counts)])).toEqual([
      [hostileNames.person, 120],
      ['Bob', 240],
      [hostileNames.mark, 0],
    ]);
  });

  test('PageBuilder tells people of one name apart', () => {
    expect(story.people.replaced.names.filter((name) => name === 'Bob')).toHaveLength(2);
    expect(story.people.ownersOfHalf).toBe(1);
  });

  test('PageBuilder leaves pairs and files that are meant to move out of drawings, not out of tables', () => {
    expect(story.coupling.files).toEqual(['lib/parser.c', hostileNames.path, 'src/main.c']);
    expect(story.coupling.pairCount).toBe(3);
    expect(story.hotspots.files.map(({ path }) => path)).not.toContain('package-lock.json');
    expect(story.hotspots.files[0]).toEqual({
      path: hostileNames.path,
      commits: 120,
      people: 2,
      lines: 4000,
    });
    const churn = story.tables.find(({ section }) => section === 'file_churn')!;
    expect(churn.rows).toHaveLength(63);
  });

  test('PageBuilder finds three things, the heaviest first, each with its rule', () => {
    const { findings, figures, headline } = story.overview;
    expect(headline).toBe('400 commits by 3 people in 3 years');
    expect(findings.map(({ title }) => title)).toEqual([
      '96 % of the living lines have lost their author',
      "90 % of the C ever changed is one person's work",
      '32 % of all commits change {b|x}&amp;.c',
    ]);
    expect(findings.every(({ rule }) => /Weight/.test(rule))).toBe(true);
    expect(figures.map(({ label }) => label)).toEqual([
      'People',
      'Commits',
      'Lines alive',
      'Half-life of a line',
      'Bus factor',
      'Survival rate',
      'Hotspots',
      'Strongest coupling',
    ]);
  });

  test('PageBuilder makes do with any analyzer alone, with none and with an empty history', () => {
    const empty: ReportHead = {
      ...storyHead,
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
    for (const analyzer of storyAnalyzers()) {
      const { overview, tables } = built([analyzer]);
      expect(overview.figures.length).toBeGreaterThan(0);
      expect(tables).toHaveLength([...analyzer.sections].length);
    }
    expect(built([], empty).overview).toMatchObject({ headline: 'No commits', findings: [] });
    const emptied = storyAnalyzers().map(({ id, sections }) => ({
      id,
      sections: [...sections].map((section) => (section.shape === 'table' ? { ...section, rows: [] } : section)),
    }));
    expect(built(emptied, empty).overview.headline).toBe('No commits');
  });

  test('PageBuilder shows an analyzer that it does not know by its tables', () => {
    const sections = [
      {
        name: 'words',
        title: 'Words',
        shape: 'table' as const,
        columns: [
          { name: 'word', type: 'string' as const },
          { name: 'where', type: 'list' as const },
        ],
        rows: [['x'.repeat(1000), [1, 2]]],
      },
    ];
    const [block] = built([{ id: 'history/new', sections }]).tables;
    expect(block).toMatchObject({
      rowCount: 1,
      columns: [{ name: 'word' }, { name: 'where', type: 'int', unit: 'entries' }],
    });
    expect(block!.rows[0]![1]).toBe(2);
    expect(String(block!.rows[0]![0])).toHaveLength(243);
  });
});
