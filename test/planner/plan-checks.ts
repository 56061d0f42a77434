import { expect } from 'vitest';
import { type ChunkBounds, PlanError } from '../../planner/index.ts';

/** Checks that chunks follow each other from `start` to `end`, and that none is empty. */
export function expectCoverage(chunks: readonly ChunkBounds[], start: number, end: number): void {
  let at = start;
  for (const chunk of chunks) {
    if (chunk.start !== at || chunk.end <= chunk.start) {
      expect.fail(`chunk [${chunk.start}, ${chunk.end}) does not go on from ${at}`);
    }
    at = chunk.end;
  }
  expect(at).toBe(end);
}

/** The PlanError that a call throws. */
export function planErrorOf(call: () => unknown): PlanError {
  try {
    call();
  } catch (error) {
    if (error instanceof PlanError) return error;
    throw error;
  }
  return expect.fail('nothing was refused');
}
