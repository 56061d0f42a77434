/** A state that can leave memory between chunks and come back. */
export interface Hibernatable {
  /** Puts the state on disk and lets go of it. Returns the bytes of memory given up. */
  hibernate(): number;
  /** Makes the state usable again; may read lazily, part by part, as it is asked for. */
  boot(): void;
}
