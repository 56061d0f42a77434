import type { AnalyzerSetup, Facts } from '../../engine/index.ts';

/** Facts of the walk; each counts commits. */
export interface CouplesFacts {
  /** Commits that change both files; the file has the smaller id. */
  readonly pairs: Facts<'file' | 'other' | 'commits'>;
  readonly revisions: Facts<'file' | 'commits'>;
  readonly touches: Touches;
  /** Commits left out, all under one key. */
  readonly skipped: Facts<'commits'>;
}

export type Touches = Facts<'file' | 'person' | 'commits'>;

export function openCouplesFacts(setup: AnalyzerSetup): CouplesFacts {
  const columns = { commits: 'sum' } as const;
  return {
    pairs: setup.facts({ name: 'pairs', keys: ['file', 'other'], columns, weight: 4 }),
    revisions: setup.facts({ name: 'revisions', keys: ['file'], columns }),
    touches: setup.facts({ name: 'touches', keys: ['file', 'person'], columns }),
    skipped: setup.facts({ name: 'skipped', keys: ['all'], columns, weight: 0.25 }),
  };
}
