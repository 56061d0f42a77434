import type { AnalyzerSetup, Facts } from '../../engine/index.ts';

/** Facts of the walk. */
export interface ProcessFacts {
  /**
   * Beside each change of `history/changes`: the file, its lines before, and one more than the place of its last
   * change, 0 for none.
   */
  readonly touched: Facts<'place' | 'at' | 'file' | 'before' | 'last'>;
  /** Different people who changed one of a commit's files before. */
  readonly people: Facts<'place' | 'ndev'>;
}

export function openProcessFacts(setup: AnalyzerSetup): ProcessFacts {
  return {
    touched: setup.facts({ name: 'touched', keys: ['place', 'at', 'file'], columns: { before: 'sum', last: 'sum' } }),
    people: setup.facts({ name: 'people', keys: ['place'], columns: { ndev: 'sum' } }),
  };
}
