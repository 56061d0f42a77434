import type { AnalyzerSetup, Facts } from '../../engine/index.ts';

/** What each commit did to each file; `created` is 1 where the file came with it. */
export type Touches = Facts<'file' | 'place' | 'added' | 'removed' | 'created'>;

/** Bigger than other tables: it has a row for each change. */
const weight = 2;

export function openTouches(setup: AnalyzerSetup): Touches {
  return setup.facts({
    name: 'touches',
    keys: ['file', 'place'],
    columns: { added: 'sum', removed: 'sum', created: 'max' },
    weight,
  });
}
