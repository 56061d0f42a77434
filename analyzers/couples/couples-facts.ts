import type { AnalyzerSetup, Facts } from '../../engine/index.ts';

/** Facts of the walk; each counts commits. */
export interface CouplesFacts {
  /** (file, larger file id) → commits that change both */
  readonly pairs: Facts;
  /** (file) */
  readonly revisions: Facts;
  /** (file, person) */
  readonly touches: Facts;
  /** () → commits left out */
  readonly skipped: Facts;
}

export function openCouplesFacts(setup: AnalyzerSetup): CouplesFacts {
  const columns = [{ name: 'commits', fold: 'sum' }] as const;
  return {
    pairs: setup.facts({ name: 'pairs', keyCount: 2, columns, weight: 4 }),
    revisions: setup.facts({ name: 'revisions', keyCount: 1, columns }),
    touches: setup.facts({ name: 'touches', keyCount: 2, columns }),
    skipped: setup.facts({ name: 'skipped', keyCount: 1, columns, weight: 0.25 }),
  };
}
