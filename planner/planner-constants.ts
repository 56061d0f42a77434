/**
 * What the planner assumes until something is measured. Sizes are bytes, chunk sizes are commits.
 */
export const plannerConstants = {
  chunkCommitsMin: 50,
  chunkCommitsMax: 3000,
  /** Resident bytes of the process before any state, when nobody measured them: 400 MiB. */
  baseOverheadBytes: 419_430_400,
  /** What a commit adds when unknown: 400 KiB of working state and 100 KiB of payload. */
  growthPerCommitBytes: 512_000,
  workStatePerCommitBytes: 409_600,
  payloadPerCommitBytes: 102_400,
  /** Added to every rate before a chunk is sized by it. */
  safetyMarginPercent: 50,
  /** Share of the budget that is planned; the rest is slack. */
  usablePercent: 95,
  /** Shares of what the overhead leaves of the usable part; they add up to 100. */
  workStatePercent: 60,
  aggregateStatePercent: 30,
  inFlightPercent: 10,
  /** A metric further than this from its prediction causes a new plan. */
  replanThreshold: 0.25,
  /** Weight of the newest observation in the moving average. */
  averageWeight: 0.3,
  /** Smaller rates are noise and count as this much. */
  observedGrowthBytesMin: 1024,
  pressureWarningRatio: 0.8,
  pressureCriticalRatio: 0.9,
  /** Bound of a plan: a longer list of chunks would itself burst the budget. */
  chunkCountMax: 10_000_000,
} as const;
