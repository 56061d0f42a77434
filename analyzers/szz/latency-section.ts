import type { Cell, Column, Facts, ReportContext, Section } from '../../engine/index.ts';
import { daysBetween, fixedLines, isFix } from './fixed-lines.ts';

const shares = [10, 25, 50, 75, 90] as const;

const columns: readonly Column[] = [
  { name: 'fix_commits', type: 'int', unit: 'commits', description: 'Commits that fix a defect, by their messages' },
  { name: 'linked_fixes', type: 'int', unit: 'commits', description: 'Those that removed a line of a known commit' },
  { name: 'intro_commits', type: 'int', unit: 'commits', description: 'Commits that wrote such a line' },
  { name: 'fixed_lines', type: 'int', unit: 'lines', description: 'Lines of known commits that fixes removed' },
  ...shares.map((share): Column => ({
    name: `days_p${share}`,
    type: 'int',
    unit: 'days',
    isNullable: true,
    description: `Whole days from intro to fix that ${share} % of these lines do not exceed; null without lines`,
  })),
];

/** The section `fix_latency`. */
export function latencySection(context: ReportContext): Section {
  return {
    name: 'fix_latency',
    title: 'How long defects stayed',
    shape: 'record',
    columns,
    rows: { [Symbol.iterator]: () => rows(context) },
  };
}

type DayFacts = Facts<'days' | 'lines'>;

/** BOUNDED BY: 1 byte a commit; days stream through a scratch table. */
function* rows(context: ReportContext): Generator<readonly Cell[]> {
  const days: DayFacts = context.scratch({ name: 'szz_days', keys: ['days'], columns: { lines: 'sum' } });
  const { commits } = context.history;
  const marks = new Uint8Array(commits);
  let total = 0;
  for (const death of fixedLines(context)) {
    if (death.origin < 0) continue;
    marks[death.remover]! |= mark.linked;
    marks[death.origin]! |= mark.intro;
    total += death.lines;
    days.add(Math.floor(daysBetween(death, context)), 0, 0, death.lines);
  }
  let fixes = 0;
  for (let place = 0; place < commits; place += 1) if (isFix(place, context)) fixes += 1;
  yield [fixes, countOf(marks, mark.linked), countOf(marks, mark.intro), total, ...quantiles(days, total)];
}

const mark = { linked: 1, intro: 2 } as const;

function countOf(marks: Uint8Array, bit: number): number {
  return marks.reduce((count, value) => count + ((value & bit) === 0 ? 0 : 1), 0);
}

/** The least number of days that at least the share of lines does not exceed. */
function quantiles(days: DayFacts, total: number): readonly (number | null)[] {
  const found: (number | null)[] = [];
  let lines = 0;
  for (const fact of days) {
    lines += fact.lines;
    while (found.length < shares.length && lines * 100 >= shares[found.length]! * total) found.push(fact.days);
  }
  return shares.map((_, at) => found[at] ?? null);
}
