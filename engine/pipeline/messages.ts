import { CodefangError, type FailureCode, messageChain } from '../base/index.ts';
import type { ObjectStoreStats } from '../git/index.ts';
import type { Batch } from './batch.ts';
import type { BatchTiming } from './batch-timer.ts';
import type { ExtractorSetup } from './extractor.ts';

/** What a worker is started with. */
export interface WorkerSetup extends ExtractorSetup {
  readonly slabs: SharedArrayBuffer;
  readonly slabCount: number;
  /** See `makeRing`. */
  readonly ring: Int32Array;
  /** Whether batches are measured. */
  readonly isTimed: boolean;
  /** Where the worker writes its profile when it ends, and under which name; usually nowhere. */
  readonly profile: { readonly directory: string; readonly name: string } | undefined;
}

/** `shrink` keeps that share of the caches, in [0, 1]; `end` comes last. */
export type ToWorker =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'shrink'; readonly keep: number }
  | { readonly kind: 'end' };

export type FromWorker =
  | {
      readonly kind: 'filled';
      readonly slab: number;
      readonly ints: number;
      readonly stats: Readonly<ObjectStoreStats>;
      /** With the last slab of a batch that was measured. */
      readonly timing: BatchTiming | undefined;
    }
  | { readonly kind: 'failed'; readonly failure: WorkerFailure }
  | { readonly kind: 'ended' };

/** An error in a form that can be posted. */
export interface WorkerFailure {
  readonly code: FailureCode | undefined;
  readonly messages: readonly string[];
  readonly stack: string;
}

export function toFailure(error: unknown): WorkerFailure {
  return {
    code: error instanceof CodefangError ? error.code : undefined,
    messages: error instanceof Error ? [...messageChain(error)] : [String(error)],
    stack: error instanceof Error ? (error.stack ?? '') : '',
  };
}

/** The error again, with its chain of causes. */
export function fromFailure(failure: WorkerFailure): Error {
  let cause: Error | undefined;
  for (let at = failure.messages.length - 1; at > 0; at -= 1) {
    cause = new Error(failure.messages[at]!, cause === undefined ? {} : { cause });
  }
  const message = failure.messages[0] ?? 'Cannot continue: a worker failed without a message';
  const options = cause === undefined ? {} : { cause };
  if (failure.code !== undefined) return new CodefangError(failure.code, message, options);
  const error = new Error(message, options);
  error.stack = failure.stack;
  return error;
}
