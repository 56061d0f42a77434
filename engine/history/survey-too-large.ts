import { CodefangError } from '../base/index.ts';

/** What a survey takes, or would take. */
export interface SurveySize {
  readonly commits: number;
  readonly commitBytes: number;
  readonly authorBytes: number;
}

/** A survey that its bound does not hold. Who knows the rest of the run names the budget that does. */
export class SurveyTooLarge extends CodefangError {
  readonly size: SurveySize;
  /** Whether that is all of the history, and not what of it was found. */
  readonly isWhole: boolean;

  constructor(size: SurveySize, isWhole: boolean) {
    const state = 'commits and the names of their authors take more than the budget leaves for them';
    super('BUDGET', `Cannot read the commits: ${state}, use a larger --memory-budget`);
    this.size = size;
    this.isWhole = isWhole;
  }
}
