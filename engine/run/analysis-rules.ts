import { MiB } from '../base/index.ts';
import type { SurveyRules } from '../survey/index.ts';
import type { WalkRules } from './run-options.ts';

/**
 * Everything that can change a number of a report, and nothing else. The survey and the walk take their parts of it;
 * the options of the report and the key of what is kept between runs are derived from it by `rule-texts.ts`, which
 * does not compile when a rule is missing there.
 */
export interface AnalysisRules extends SurveyRules, WalkRules {}

/** Larger files count as oversize and are not compared by line. */
export const blobBytesMaxUsual: number = 16 * MiB;

/** The rules, which nobody can change any more; the bytes of files are left to their owners. */
export function freezeRules(rules: AnalysisRules): AnalysisRules {
  return freezeDeep({ ...rules });
}

function freezeDeep<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) freezeDeep(inner);
  return Object.freeze(value);
}
