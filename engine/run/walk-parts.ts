import type { FrameSource } from '../pipeline/index.ts';
import type { ChunkPolicy } from '../plan.ts';
import type { RunState } from '../state/index.ts';
import type { WalkSpans } from '../walk/index.ts';
import type { RunOptions } from './run-options.ts';

/** What one walk works with: the order, the state that grows, where frames come from, and how it is cut. */
export interface WalkParts {
  readonly run: RunOptions;
  readonly state: RunState;
  readonly source: FrameSource;
  readonly policy: ChunkPolicy;
  /** Undefined when nobody asks for spans; then nothing is measured for them. */
  readonly spans: WalkSpans | undefined;
}
