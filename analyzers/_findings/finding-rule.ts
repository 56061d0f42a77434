import type { CellRecord, Evidence } from '../../engine/index.ts';
import type { BurndownBlock } from '../_page/page-data.ts';
import type { RepositoryStory } from '../_page/repository-story.ts';

/** A finding before it has a rank. */
export interface Candidate {
  /** From 0 to 1. */
  readonly weight: number;
  readonly id: string;
  readonly topic: 'people' | 'activity' | 'age' | 'coupling' | 'hotspots';
  readonly title: string;
  readonly text: string;
  readonly advice: string;
  /** When it is found, and how it is weighed. */
  readonly rule: string;
  readonly figures: CellRecord;
  readonly evidence: readonly Evidence[];
}

/** Looks for one kind of finding. */
export type FindingRule = (story: RepositoryStory, burndown: BurndownBlock | undefined) => Candidate | undefined;

export const yearSeconds: number = 365 * 86_400;

/** Histories with fewer commits, and trees with fewer lines, have no habits yet. */
export const commitsMin = 50;
export const linesMin = 1000;

/** A ratio as reports have it. */
export function ratio(value: number): number {
  return Number(value.toFixed(4));
}

const pathLengthMax = 60;

/** A path as a sentence has it: a long one loses its middle, for both of its ends say something. */
export function shortPath(path: string): string {
  const points = Array.from(path);
  if (points.length <= pathLengthMax) return path;
  const half = (pathLengthMax - 3) >> 1;
  return `${points.slice(0, half).join('')}…${points.slice(-half - 1).join('')}`;
}

const nameLengthMax = 40;

/** A name as a sentence has it. */
export function shortName(name: string): string {
  const points = Array.from(name);
  return points.length <= nameLengthMax ? name : `${points.slice(0, nameLengthMax - 1).join('')}…`;
}
