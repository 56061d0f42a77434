/** A state that can leave memory between chunks and come back. */
export interface Hibernatable {
  /**
   * Puts what changed on disk, so that a checkpoint may refer to it; with `drop` the state leaves memory as well, and
   * must boot before it changes again. Returns the bytes of memory given up.
   */
  hibernate(residents: 'keep' | 'drop'): number;
  /** Makes the state usable again; may read lazily, part by part, as it is asked for. */
  boot(): void;
}
