import type { AnalyzerSetup, Facts } from '../../engine/index.ts';

/** Facts of the walk, of commits that change at least two files and not too many. */
export interface CouplingFacts {
  /** Each commit that changes both files; the file has the smaller id. */
  readonly pairs: Facts<'file' | 'other' | 'place' | 'commits'>;
  /** Commits that change the file, and the other files that they change, summed up. */
  readonly files: Facts<'file' | 'commits' | 'partners'>;
  /** All under one key. */
  readonly totals: Facts<'all' | 'eligible' | 'skipped'>;
}

export function openCouplingFacts(setup: AnalyzerSetup): CouplingFacts {
  const pairColumns = { commits: 'sum' } as const;
  const fileColumns = { commits: 'sum', partners: 'sum' } as const;
  const totalColumns = { eligible: 'sum', skipped: 'sum' } as const;
  return {
    pairs: setup.facts({ name: 'pairs', keys: ['file', 'other', 'place'], columns: pairColumns, weight: 4 }),
    files: setup.facts({ name: 'files', keys: ['file'], columns: fileColumns }),
    totals: setup.facts({ name: 'totals', keys: ['all'], columns: totalColumns, weight: 0.25 }),
  };
}
