import { CodefangError } from '../base/index.ts';
import type { PathCount } from '../diff/index.ts';
import type { RepositoryLocation } from '../git/index.ts';
import type { SurveyTooLarge } from '../history/index.ts';

/** What is known of a history that was not held. */
export interface UnheldSize {
  readonly location: RepositoryLocation;
  /** Not fewer than there are. */
  readonly commits: number;
  /** What commits and people take at the end of the survey. */
  readonly bytes: number;
  /** Files of the tree the walk starts from. */
  readonly files: PathCount;
  /** A budget that holds the survey; the run may need more. */
  readonly budgetBytes: number;
}

/** A budget that holds no survey. Who knows the rest of the run names the budget that holds both. */
export class UnheldHistory extends CodefangError {
  readonly size: UnheldSize;

  constructor(cause: SurveyTooLarge, size: UnheldSize) {
    super('BUDGET', cause.message, { cause });
    this.size = size;
  }
}
