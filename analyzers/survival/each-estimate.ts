import { lifeSteps } from './life-steps.ts';
import type { LineLives, Stratum } from './line-lives.ts';
import { SurvivalEstimate } from './survival-estimate.ts';

/** Estimates of all labels in the order of the report, one at a time; with intervals where there are enough commits. */
export function* eachEstimate(
  { strata, facts }: LineLives,
  commitsMin: number,
): Generator<{ readonly stratum: Stratum; readonly estimate: SurvivalEstimate }> {
  for (const group of facts.groups(strata.length)) {
    const stratum = strata[group.key]!;
    yield { stratum, estimate: SurvivalEstimate.of(lifeSteps(group), stratum.commits >= commitsMin) };
  }
}
