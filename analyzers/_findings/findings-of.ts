/**
 * Three things worth acting on, by fixed rules. Each rule that applies gives a finding and a weight
 * from 0 to 1; the three heaviest are shown, equal ones in the order of this file. Every finding says
 * its own rule, so that a reader can disagree with it.
 */
import type { Finding } from '../../engine/index.ts';
import type { BurndownBlock } from '../_page/page-data.ts';
import type { RepositoryStory } from '../_page/repository-story.ts';
import { changeOfPace, distantPair, hottestFile, nearPair, oldLines, shortLivedLines } from './code-findings.ts';
import type { Candidate, FindingRule } from './finding-rule.ts';
import { departedOwners, loneKeeper, lonelyLanguage, oneAuthor } from './people-findings.ts';

const findingCountMax = 3;

const rules: readonly FindingRule[] = [
  loneKeeper,
  lonelyLanguage,
  departedOwners,
  distantPair,
  hottestFile,
  changeOfPace,
  shortLivedLines,
  oldLines,
  nearPair,
  oneAuthor,
];

/** REQUIRES: all rows of the report have gone by `story`. */
export function findingsOf(story: RepositoryStory, burndown: BurndownBlock | undefined): Finding[] {
  return rules
    .map((rule) => rule(story, burndown))
    .filter((candidate) => candidate !== undefined)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, findingCountMax)
    .map((candidate, at) => ranked(candidate, at + 1));
}

function ranked({ weight, id, topic, title, text, advice, rule, figures, evidence }: Candidate, rank: number): Finding {
  const severity = weight >= 0.6 ? 'high' : weight >= 0.35 ? 'medium' : 'low';
  return { id, rank, severity, topic, title, text, advice, rule, figures, evidence };
}
