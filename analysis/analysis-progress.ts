import type { ChunkEventName, ChunkEvents } from '../engine/index.ts';

/** How far an analysis is. */
export interface AnalysisProgress {
  /** Reading commits, comparing their trees, and writing the report. */
  readonly phase: 'survey' | 'walk' | 'report';
  /** Commits read or analysed so far in this phase. */
  readonly commits: number;
  /** Commits to analyse; 0 while that is not known. */
  readonly commitCount: number;
  /** Resident memory of the process, in bytes. */
  readonly rssBytes: number;
  /** 0 is no bound. */
  readonly budgetBytes: number;
}

/** What happened in a run, with the fields of the chunk log. */
export type AnalysisEvent = {
  readonly [Name in Exclude<ChunkEventName, 'span'>]: { readonly event: Name } & ChunkEvents[Name];
}[Exclude<ChunkEventName, 'span'>];
