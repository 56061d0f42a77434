import type { AnalyzerSetup, Facts } from '../../engine/index.ts';

/** Facts of the walk. */
export interface DevsFacts {
  readonly ticks: TickFacts;
  readonly languages: LanguageFacts;
}

export type TickFacts = Facts<'tick' | 'person' | 'commits' | 'added' | 'removed' | 'changed'>;
export type LanguageFacts = Facts<'person' | 'language' | 'added' | 'removed' | 'changed'>;

export function openDevsFacts(setup: AnalyzerSetup): DevsFacts {
  const lines = { added: 'sum', removed: 'sum', changed: 'sum' } as const;
  return {
    ticks: setup.facts({ name: 'ticks', keys: ['tick', 'person'], columns: { commits: 'sum', ...lines } }),
    languages: setup.facts({ name: 'languages', keys: ['person', 'language'], columns: lines }),
  };
}
