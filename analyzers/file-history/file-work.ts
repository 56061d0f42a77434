import type { AnalyzerSetup, Facts } from '../../engine/index.ts';

/** What each person did to each file. */
export type FileWork = Facts<'file' | 'person' | 'commits' | 'added' | 'removed' | 'changed'>;

export function openFileWork(setup: AnalyzerSetup): FileWork {
  return setup.facts({
    name: 'work',
    keys: ['file', 'person'],
    columns: { commits: 'sum', added: 'sum', removed: 'sum', changed: 'sum' },
  });
}
