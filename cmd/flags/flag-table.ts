import type { AnalyzerDefinition } from '../../engine/index.ts';
import { analyzerFlags } from './analyzer-flags.ts';
import type { Flag } from './flag.ts';
import { historyFlags } from './history-flags.ts';
import { loggingFlags } from './logging-flags.ts';
import { memoryFlags } from './memory-flags.ts';
import { outputFlags } from './output-flags.ts';

/** All flags of a run, in the order of the help. */
export function flagTable(registry: readonly AnalyzerDefinition[]): readonly Flag[] {
  return [...historyFlags, ...memoryFlags, ...analyzerFlags(registry), ...outputFlags, ...loggingFlags];
}

/** What `codefang plan` takes of them: it writes no report and no log. */
export function isPlanFlag({ name, category }: Flag): boolean {
  if (category === 'output') return false;
  return category !== 'logging' || ['quiet', 'verbose', 'config'].includes(name);
}
