import { expect, test } from 'vitest';
import { runEngine } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';

test('a dead file whose path a rename took, keeps its path and its folder', async () => {
  using fixture = GitFixture.init();
  const text = (word: string): string => Array.from({ length: 4 }, (_, at) => `${word} ${at}\n`).join('');
  const first = fixture.commit({ files: { 'lib/f.c': text('first'), 'other.c': text('other') } });
  fixture.commit({ files: { 'lib/f.c': null } });
  fixture.commit({ files: { 'lib/f.c': text('other'), 'other.c': null } });
  const { report } = await runEngine({ repository: fixture.path, analyzers: ['burndown', 'ledger'] });
  const ledger = report.analyzers['history/ledger']!;
  const births = ledger['line_births']!.map(({ commit, path, lines }) => [commit, path, lines]);
  expect(births).toEqual([
    [first, 'lib/f.c', 4],
    [first, 'lib/f.c', 4],
  ]);
  expect(ledger['line_deaths']!.map(({ path }) => path)).toEqual(['lib/f.c']);
  const folders = report.analyzers['history/burndown']!['folder_lines']!;
  expect(new Set(folders.map((row) => row['folder']))).toEqual(new Set(['lib']));
});
