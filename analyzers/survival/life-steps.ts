import type { FactGroup } from '../../engine/index.ts';
import { groupCount, type LineCounts } from './clustered-curve.ts';
import type { ObservedStep } from './survival-estimate.ts';

type LifeGroup = FactGroup<'stratum' | 'age' | 'group' | 'entered' | 'died' | 'censored' | 'minutes'>;

/** The facts of one label, age by age. A step is valid until the next. */
export function* lifeSteps(facts: LifeGroup): Generator<ObservedStep> {
  const step = { age: -1, entered: noLines(), died: noLines(), censored: noLines(), partMinutes: 0 };
  for (const { age, group, entered, died, censored, minutes } of facts) {
    if (age !== step.age) {
      if (step.age >= 0) yield step;
      step.age = age;
      step.partMinutes = 0;
      for (const counts of [step.entered, step.died, step.censored]) {
        counts.whole = 0;
        counts.byGroup.fill(0);
      }
    }
    put(step.entered, group, entered);
    put(step.died, group, died);
    put(step.censored, group, censored);
    step.partMinutes += minutes;
  }
  if (step.age >= 0) yield step;
}

function noLines(): LineCounts {
  return { byGroup: new Float64Array(groupCount), whole: 0 };
}

function put(counts: LineCounts, group: number, lines: number): void {
  counts.byGroup[group] = lines;
  counts.whole += lines;
}
