export { eachCommit } from './each-commit.ts';
export { type KeptSurvey, listSurveys, removeSurvey } from './kept-commits.ts';
export { largestComparisonBytes } from './largest-comparison.ts';
export { locateRepository } from './locate-repository.ts';
export { type History, type HistoryRequest, type Identities, openHistory, type SurveyRules } from './open-history.ts';
export { readFinalFile } from './read-final-file.ts';
export { hashOfRuleFile, isRuleFile, readRuleFile } from './rule-file.ts';
export { WalkHash } from './walk-hash.ts';
