/** What is known when a run is planned, in bytes where the name says so. */
export interface PlanRequest {
  /** 0 means unlimited. */
  readonly budgetBytes: number;
  /** -1 leaves it to the plan. */
  readonly workers: number;
  readonly cpuCount: number;
  /** Major version of the Node that runs it: heaps of threads differ. */
  readonly nodeMajor: number;
  /** Resident bytes of the process now: code, libraries and the surveyed history. */
  readonly residentBytes: number;
  /** Of these: the surveyed history. */
  readonly historyBytes: number;
  /** Of these: what child processes are granted. */
  readonly childBytes?: number;
  /** Bytes of all pack indexes, as they would be shared in memory, and of the packs. */
  readonly indexBytes: number;
  readonly packBytes: number;
  /** What comparing two versions of the largest text is likely to take; 0 when there is none worth mention. */
  readonly comparisonBytes: number;
  /** Files at the end of the walk, and the bytes of their paths. */
  readonly files: number;
  readonly filePathBytes: number;
  /** Commits of the walk. */
  readonly commits: number;
  /** Smallest bytes of all fact tables together. */
  readonly factBytesMin: number;
  /** What line histories take beside parts and facts; 0 when no analyzer needs lines. Not resident yet. */
  readonly lineBytes: number;
  /** What is kept of the messages of commits; 0 when no analyzer needs them. Not resident yet. */
  readonly noteBytes: number;
  /** What the selected analyzers, and line histories, keep in parts per commit; 0 when there are no parts. */
  readonly workingBytesPerCommit: number;
  /** What they add to fact tables per commit, and what a commit sends between threads for them. */
  readonly aggregateBytesPerCommit: number;
  readonly payloadBytesPerCommit: number;
}

/** How the budget beside the state is used. */
export interface PipelineSizes {
  readonly workers: number;
  /** Whether heaps are kept small. */
  readonly isThrifty: boolean;
  /** Batches, and slabs of them, that a worker may be ahead of the fold; 1 without workers. */
  readonly bufferingFactor: number;
  readonly windowsBytes: number;
  readonly deltaBaseBytes: number;
  readonly indexBytes: number;
  /** Of a store: pages of indexes that are not in memory. */
  readonly indexPagesBytes: number;
  readonly largeBytes: number;
  /** Of a store: buffers of single objects that wait for nobody. */
  readonly scratchBytes: number;
  readonly pathBytes: number;
}
