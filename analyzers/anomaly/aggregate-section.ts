import type { Column, ReportContext, Section } from '../../engine/index.ts';
import type { Findings } from './findings.ts';

const columns: readonly Column[] = [
  { name: 'total_ticks', type: 'int', unit: 'ticks', description: 'Complete ticks from the first day on' },
  { name: 'tick_days', type: 'int', unit: 'days', description: 'Length of a tick' },
  {
    name: 'partial_tick_at',
    type: 'time',
    description: 'When the tick of the last commit begins, which is left out as it is not over',
  },
  { name: 'judged_values', type: 'int', description: 'Values of all series with enough before them to compare with' },
  { name: 'total_anomalies', type: 'int', description: 'Rows of anomalies' },
  { name: 'anomalous_ticks', type: 'int', unit: 'ticks', description: 'Ticks with an anomaly' },
  {
    name: 'anomaly_rate',
    type: 'float',
    isNullable: true,
    description: 'Share of the ticks with an anomaly; null where there is no tick',
  },
  { name: 'threshold', type: 'float', description: 'Least distance of an anomaly' },
  { name: 'false_discovery_rate', type: 'float', description: 'Expected share of false ones among the anomalies' },
  { name: 'window_size', type: 'int', unit: 'ticks', description: 'Ticks that a value is compared with' },
  {
    name: 'ageless_lines',
    type: 'int',
    unit: 'lines',
    description: 'Lines that went and are older than the walk, so neither rework nor old deaths',
  },
];

/** The section `aggregate`. */
export function aggregateSection(findings: Findings, context: ReportContext): Section {
  const { calendar, verdict, anomalyCount, anomalousTicks, rule } = findings;
  const row = [
    calendar.count,
    calendar.tickDays,
    context.isoUtc(calendar.startOf(calendar.count)),
    verdict.judged,
    anomalyCount,
    anomalousTicks,
    calendar.count === 0 ? null : anomalousTicks / calendar.count,
    rule.threshold,
    rule.fdr,
    rule.window,
    findings.table.agelessLines,
  ];
  return {
    name: 'aggregate',
    title: 'Anomalies in numbers',
    shape: 'record',
    columns,
    show: { columns: ['total_ticks', 'total_anomalies', 'anomalous_ticks', 'anomaly_rate'] },
    rows: [row],
  };
}
