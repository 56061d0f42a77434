import { expect, test } from 'vitest';
import { template } from '../../analyzers/_template/index.ts';
import { analyze } from '../support/analyzer-harness.ts';
import { added, CommitStory } from '../support/commit-story.ts';

test('template counts commits by the files they change, slices aside', () => {
  const story = new CommitStory()
    .commit({}, added('a', 1))
    .commit({}, added('b', 1), added('c', 1))
    .commit({}, added('d', 1), added('e', 1), added('f', 1))
    .commit({});
  const analysis = analyze(template, story, { options: { step: 2 }, changesPerSlice: 1 });
  expect(analysis.table('commit_sizes')).toEqual([
    { files_from: 0, files_to: 2, commits: 1 },
    { files_from: 2, files_to: 4, commits: 2 },
  ]);
});
