import { groupDigits } from '../../engine/index.ts';
import type { BurndownBlock } from '../_page/page-data.ts';
import type { RepositoryStory } from '../_page/repository-story.ts';
import type { SummaryTrend } from './summary.ts';

const blocks = '▁▂▃▄▅▆▇█';

/** Commits over time, or lines where commits are not known; undefined where there is no time to speak of. */
export function storyTrend(story: RepositoryStory, burndown: BurndownBlock | undefined): SummaryTrend | undefined {
  const commits = story.activity.block();
  if (commits !== undefined) {
    const labels = commits.unit === 'week' ? commits.labels.map((day) => `the week of ${day}`) : commits.labels;
    return trendOf(story, 'Commits over time', labels, commits.commits);
  }
  if (burndown === undefined) return undefined;
  return trendOf(story, 'Lines over time', burndown.sampledAt.map(dayOf), burndown.totals);
}

function trendOf(
  { clock }: RepositoryStory,
  title: string,
  labels: readonly string[],
  values: readonly number[],
): SummaryTrend | undefined {
  const peak = Math.max(...values);
  if (values.length < 2 || peak <= 0) return undefined;
  return {
    title,
    values,
    span: `${dayOf(clock.originSeconds)} to ${dayOf(clock.lastSeconds)}`,
    peak: `peak ${groupDigits(peak)} in ${labels[values.indexOf(peak)]!}`,
  };
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/**
 * Values in equal pieces of time as one line of at most `widthMax` blocks, on a scale from 0. Pieces
 * are joined evenly where there are too many; where nothing happened is a gap.
 */
export function drawTrend(values: readonly number[], widthMax: number): string {
  const perBlock = Math.ceil(values.length / widthMax);
  const count = Math.ceil(values.length / perBlock);
  const sums = Array.from({ length: count }, (_, at) => {
    const piece = values.slice(at * perBlock, (at + 1) * perBlock);
    // The last piece may be shorter: means can be compared, sums cannot.
    return piece.reduce((sum, value) => sum + value, 0) / piece.length;
  });
  const peak = Math.max(...sums, 1e-9);
  return sums.map((sum) => (sum <= 0 ? ' ' : blocks[Math.max(0, Math.ceil((sum / peak) * 8) - 1)]!)).join('');
}
