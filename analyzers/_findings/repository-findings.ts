import type { Finding, FindingsSource, ReportHead } from '../../engine/index.ts';
import { RepositoryStory } from '../_page/repository-story.ts';
import { findingsOf } from './findings-of.ts';

/** Finds what stands out in a report while its rows go by. Holds what a `RepositoryStory` holds. */
export function repositoryFindings(head: ReportHead): FindingsSource {
  const story = new RepositoryStory(head);
  return {
    viewsOf: (analyzerId, section) => story.viewsOf(analyzerId, section),
    findings: (): Finding[] => findingsOf(story, story.burndown.block()),
  };
}
