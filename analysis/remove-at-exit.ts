import type { SpillCleanupGuard } from '../engine/index.ts';

/** Of analyses that are not closed yet. */
const guards = new Set<SpillCleanupGuard>();

/**
 * Removes what an analysis has spilled when the process ends before it is closed. An end by a signal is not heard of:
 * what is left then, the next run sweeps. Returns what takes it back.
 */
export function removeAtExit(guard: SpillCleanupGuard): () => void {
  if (guards.size === 0) process.on('exit', removeAll);
  guards.add(guard);
  return () => {
    guards.delete(guard);
    if (guards.size === 0) process.off('exit', removeAll);
  };
}

function removeAll(): void {
  for (const guard of guards) guard.close();
}
