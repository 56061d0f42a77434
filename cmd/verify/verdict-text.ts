import type { ReportHead } from '../../engine/index.ts';
import type { OpinionCount } from './opinion-count.ts';

const shownMax = 20;

/** What was compared, how it differs, and as the last line how many samples agree. */
export function verdictText(counts: readonly OpinionCount[], { repository, completeness }: ReportHead): string {
  const lines = [`head ${String(repository['head'])}, ${completeText(completeness['complete'] === true)}`];
  for (const { what, whom, asked, agreed, detail, detailName, explained, unexplained } of counts) {
    lines.push(`${what.padEnd(8)} ${agreed} of ${asked} agree with ${whom} (${detail} ${detailName})`);
    lines.push(...shown('explained', explained), ...shown('differs', unexplained));
  }
  const sum = (of: (count: OpinionCount) => number): number => counts.reduce((total, count) => total + of(count), 0);
  const explained = sum((count) => count.explained.length);
  const rest = explained === 0 ? '' : `, ${explained} explained by our rules`;
  lines.push(`verified ${sum((count) => count.agreed)} of ${sum((count) => count.asked)} samples${rest}`);
  return `${lines.join('\n')}\n`;
}

function completeText(isComplete: boolean): string {
  return isComplete ? 'history is complete' : 'history has gaps, see "completeness" of a report';
}

function shown(word: string, differences: readonly string[]): string[] {
  const rest = differences.length - shownMax;
  const lines = differences.slice(0, shownMax).map((difference) => `  ${word}: ${difference}`);
  return rest > 0 ? [...lines, `  and ${rest} more`] : lines;
}
