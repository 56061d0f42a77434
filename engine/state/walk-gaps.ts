/** What the walk met that is not in the numbers; part of the report's completeness statement. */
export interface WalkGaps {
  binaryChanges: number;
  oversizeChanges: number;
  missingBlobChanges: number;
  cappedDiffs: number;
  coarseDiffs: number;
  gitlinkChanges: number;
  /** Changes whose lines a bound kept from being passed on to older ones. */
  unpassedChanges: number;
  /**
   * The first changes of the walk whose numbers a bound has made coarse, three integers each: place of the
   * commit (-1 for what was there before the walk), path, marks. BOUNDED BY: `boundedChangesMax`.
   */
  boundedChanges: number[];
}

export function noGaps(): WalkGaps {
  return {
    binaryChanges: 0,
    oversizeChanges: 0,
    missingBlobChanges: 0,
    cappedDiffs: 0,
    coarseDiffs: 0,
    gitlinkChanges: 0,
    unpassedChanges: 0,
    boundedChanges: [],
  };
}
