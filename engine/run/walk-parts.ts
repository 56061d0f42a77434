import type { SlabSource } from '../pipeline/index.ts';
import type { ChunkPolicy } from '../plan.ts';
import type { RunState } from '../state/index.ts';
import type { WalkSpans } from '../walk/index.ts';
import type { RunOptions } from './run-options.ts';

/** What one walk works with: the order, the state that grows, where slabs come from, and how it is cut. */
export interface WalkParts {
  readonly run: RunOptions;
  readonly state: RunState;
  readonly source: SlabSource;
  readonly policy: ChunkPolicy;
  /** Undefined when nobody asks for spans; then nothing is measured for them. */
  readonly spans: WalkSpans | undefined;
}
