import { expect, test } from 'vitest';
import { rhythm } from '../../analyzers/rhythm/index.ts';
import { commitFlag } from '../../engine/index.ts';
import { analyze } from '../support/analyzer-harness.ts';
import { added, CommitStory, modified } from '../support/commit-story.ts';
import { runEngine } from '../support/engine-run.ts';
import { GitFixture } from '../support/git-fixture.ts';

test('weekday and hour are those that git shows in the zone of the author', async () => {
  using fixture = GitFixture.init();
  const zones = ['+0000', '-0330', '+1400', '+0530', '-1200'];
  for (let at = 0; at < 60; at += 1) {
    fixture.commit({ authorTime: 1_600_000_000 + at * 40_003, zone: zones[at % zones.length]!, files: { a: `${at}` } });
  }
  const wanted = new Map<string, number>();
  for (const line of fixture.git('log', '--format=%ad', '--date=format:%u %H').split('\n')) {
    const key = line.replace(/ 0?/, ' ');
    wanted.set(key, (wanted.get(key) ?? 0) + 1);
  }
  const { report } = await runEngine({ repository: fixture.path, analyzers: ['rhythm'] });
  const rows = report.analyzers['history/rhythm']!['punch_card']!;
  expect(rows).toHaveLength(168);
  const found = rows.filter(({ commits }) => commits !== 0);
  expect(new Map(found.map(({ weekday, hour, commits }) => [`${weekday} ${hour}`, commits]))).toEqual(wanted);
  const quarters = report.analyzers['history/rhythm']!['rhythm']!;
  const utc = quarters.reduce((sum, row) => sum + Number(row['commits']) * Number(row['utc_share']), 0);
  expect(quarters.map(({ commits }) => commits)).toEqual([38, 22]);
  expect(utc).toBeCloseTo(12, 9);
});

test('people who came too late are not observable, and bots are left out', () => {
  const story = new CommitStory();
  story.commit({ person: 0, tick: 0 }, added('f', 1));
  story.commit({ person: 1, tick: 1 }, added('g', 1));
  for (let at = 0; at < 9; at += 1) story.commit({ person: 0, tick: 2 + at }, modified('f', [0, 1, 0, 1]));
  story.commit({ person: 0, tick: 40 }, modified('f', [0, 1, 0, 1]));
  story.commit({ person: 2, tick: 41 }, modified('f', [0, 1, 0, 1]));
  story.commit({ person: 3, tick: 70 }, modified('f', [0, 1, 0, 1]));
  const notes = { flags: (place: number) => (place === 12 ? commitFlag.botAuthor : 0) };
  const analysis = analyze(rhythm, story, { notes });
  const rows = analysis.table('onboarding');
  const sumOf = (name: string): number => rows.reduce((sum, row) => sum + Number(row[name]), 0);
  expect([sumOf('people'), sumOf('observable_30'), sumOf('observable_90')]).toEqual([3, 2, 0]);
  expect(rows[0]).toMatchObject({ retained_30: 0.5, retained_90: null, days_to_10th_commit: 10 });
  expect(analysis.gaps).toMatchObject({ rhythm_bot_commits: 1 });
});
