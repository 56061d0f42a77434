import type { SpillCleanupGuard } from '../engine/index.ts';

/** Of analyses that are not closed yet. */
const guards = new Set<SpillCleanupGuard>();

/**
 * Removes what an analysis has spilled when the process ends before it is closed. A process that a signal kills
 * calls no listener; the next run sweeps its files. Returns a function that removes the listener.
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
