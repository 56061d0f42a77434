import type { ReportContext } from '../../engine/index.ts';
import type { MergeFacts } from './change-walk.ts';
import { type JudgeRule, judge, type Verdict } from './judge.ts';
import { seriesNames } from './series-kinds.ts';
import { type TickCalendar, tickCalendar } from './tick-calendar.ts';
import { type TickTable, tickTable } from './tick-table.ts';

/** All that the sections are made of. */
export interface Findings {
  readonly calendar: TickCalendar;
  readonly table: TickTable;
  readonly merges: MergeFacts;
  readonly verdict: Verdict;
  readonly rule: JudgeRule;
  readonly anomalyCount: number;
  /** Ticks with at least one anomaly. */
  readonly anomalousTicks: number;
}

export function findAnomalies(context: ReportContext, merges: MergeFacts, tickDays: number, rule: JudgeRule): Findings {
  const calendar = tickCalendar(context.history, tickDays);
  const table = tickTable(context, merges, calendar);
  const verdict = judge(table, rule);
  let anomalyCount = 0;
  let anomalousTicks = 0;
  for (let tick = 0; tick < calendar.count; tick += 1) {
    const count = seriesNames.filter((name) => verdict.isAnomaly(name, tick)).length;
    anomalyCount += count;
    if (count > 0) anomalousTicks += 1;
  }
  return { calendar, table, merges, verdict, rule, anomalyCount, anomalousTicks };
}
