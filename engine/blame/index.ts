export { Blame, type BlamedRun, type BlameRequest } from './blame.ts';
export type { CommitFacts } from './commit-facts.ts';
export { TextLines } from './text-lines.ts';
