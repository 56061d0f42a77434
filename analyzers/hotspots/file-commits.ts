import type { AnalyzerSetup, Facts } from '../../engine/index.ts';

/** The commits of each file; `is_new` is 1 where the commit adds it. */
export type FileCommits = Facts<'file' | 'place' | 'is_new'>;

export function openFileCommits(setup: AnalyzerSetup): FileCommits {
  return setup.facts({ name: 'commits', keys: ['file', 'place'], columns: { is_new: 'max' } });
}
