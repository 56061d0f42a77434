import { expect, test } from 'vitest';
import { agents } from '../../analyzers/agents/index.ts';
import { commitFlag } from '../../engine/index.ts';
import { analyze, type Row } from '../support/analyzer-harness.ts';
import { added, CommitStory, modified } from '../support/commit-story.ts';
import { runEngine } from '../support/engine-run.ts';
import { GitFixture } from '../support/git-fixture.ts';
import { randomStory } from '../support/random-story.ts';

const lines = (word: string, count: number): string =>
  Array.from({ length: count }, (_, at) => `${word} ${at}\n`).join('');

/** Author of every line by `git blame`, by file. */
function blamed(fixture: GitFixture, path: string): readonly string[] {
  const words = fixture.git('blame', '--line-porcelain', path).split('\n');
  return words.filter((line) => /^[0-9a-f]{40} /.test(line)).map((line) => line.slice(0, 40));
}

test('lines of a planted repository belong to the layers that git blame gives them', async () => {
  using fixture = GitFixture.init();
  const ada = { name: 'Ada', email: 'ada@example.org' };
  const claude = { name: 'Claude', email: 'noreply@anthropic.com' };
  const bot = { name: 'dependabot[bot]', email: '49699333+dependabot[bot]@users.noreply.github.com' };
  const layers = new Map<string, string>();
  const commit = (layer: string, options: Parameters<GitFixture['commit']>[0]): void => {
    layers.set(fixture.commit({ committer: ada, author: ada, ...options }), layer);
  };
  commit('unmarked', { files: { a: lines('one', 10) } });
  commit('Claude Code author', { author: claude, files: { b: lines('two', 7) } });
  const trailer = 'x\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n';
  commit('Claude Code trailer', { files: { a: lines('one', 8) + lines('three', 5) }, message: trailer });
  commit('bot', { author: bot, files: { lock: lines('four', 3) } });
  commit('unmarked', { files: { b: null, c: lines('two', 6) + lines('five', 2) } });
  const { report } = await runEngine({
    repository: fixture.path,
    analyzers: ['agents'],
    rules: { renames: { similarPercent: 50 } },
  });
  const tables = report.analyzers['history/agents']!;
  const found = new Map<string, unknown>();
  for (const { layer, agent, evidence, lines_alive: alive } of tables['agents']!) {
    found.set(agent === null ? String(layer) : `${agent} ${evidence}`, alive);
  }
  const wanted = new Map<string, unknown>();
  for (const path of ['a', 'c', 'lock']) {
    for (const oid of blamed(fixture, path)) {
      const layer = layers.get(oid)!;
      wanted.set(layer, Number(wanted.get(layer) ?? 0) + 1);
    }
  }
  expect(found).toEqual(wanted);
  expect(tables['coverage']).toMatchObject({ marked_commits: 2, bot_commits: 1, marked_lines_alive: 11 });
  expect(tables['agents_files']!.map((row) => [row['file'], row['evidence'], row['lines_alive']])).toEqual([
    ['a', 'trailer', 5],
    ['c', 'author', 6],
  ]);
});

test('counts commits, people, reverts and rework by hand', () => {
  const story = new CommitStory()
    .commit({ person: 0 }, added('f', 5))
    .commit({ person: 1 }, added('g', 4))
    .commit({ person: 0, tick: 5 }, modified('g', [0, 3, 0, 0]))
    .commit({ person: 1, tick: 40 }, modified('f', [0, 1, 0, 0]));
  const analysis = analyze(agents, story, {
    notes: {
      agentId: (place) => (place === 1 ? 2 : 0),
      agentEvidence: (place) => (place === 1 ? 3 : 0),
      flags: (place) => (place === 3 ? commitFlag.botAuthor : 0),
      revertedPlace: (place) => (place === 2 ? 1 : -1),
    },
  });
  const pick = ({ layer, agent, commits, people, reverted, lines_born, lines_alive, rework_21d }: Row): unknown[] => [
    ...[layer, agent, commits, people, reverted, lines_born, lines_alive, rework_21d],
  ];
  expect(analysis.table('agents').map(pick)).toEqual([
    ['unmarked', null, 2, 1, 0, 5, 4, 0],
    ['bot', null, 1, 1, 0, 0, 0, null],
    ['agent', 'Agent 2', 1, 1, 1, 4, 1, 0.75],
  ]);
});

test.each([1, 2])('layers together are the tree at the end, seed %i', (seed) => {
  const notes = { agentId: (place: number) => place % 3, agentEvidence: (place: number) => (place % 3 === 0 ? 0 : 1) };
  const story = randomStory(seed, 120);
  const analysis = analyze(agents, story, { notes });
  const total = analysis.table('agents').reduce((sum, row) => sum + Number(row['lines_alive']), 0);
  expect(total).toBe(analysis.record('coverage')['lines_alive']);
  const commits = analysis.table('agents').reduce((sum, row) => sum + Number(row['commits']), 0);
  expect(commits).toBe(analysis.record('coverage')['commits']);
  const byMonth = new Map<unknown, unknown>();
  for (const row of analysis.table('agents_time')) byMonth.set(`${row['layer']} ${row['agent']}`, row['lines_alive']);
  for (const row of analysis.table('agents')) {
    expect(byMonth.get(`${row['layer']} ${row['agent']}`)).toBe(row['lines_alive']);
  }
});
