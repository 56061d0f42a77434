import type { PageContent } from './read-blocks.ts';
import type { TableCell } from './table-spec.ts';

/** When a tick starts, in seconds since 1970. */
export function tickClock({ head }: PageContent): (tick: TableCell) => TableCell {
  const history = (head?.['history'] ?? {}) as {
    readonly first_commit_at?: string;
    readonly tick_seconds?: number;
  };
  const seconds = history.tick_seconds ?? 86_400;
  const origin = Math.floor((Date.parse(history.first_commit_at ?? '') || 0) / 1000 / seconds) * seconds;
  return (tick) => (typeof tick === 'number' ? origin + tick * seconds : null);
}
