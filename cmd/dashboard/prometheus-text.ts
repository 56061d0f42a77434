import type { RunView } from './dashboard-view.ts';
import { runMetrics, stageMetricName } from './run-metrics.ts';

export interface MetricsText {
  readonly type: string;
  readonly text: string;
}

const labelNames = ['run_id', 'repository'] as const;

/**
 * The runs in Prometheus' text format 0.0.4. Built for each reader, so nothing of a run that was
 * given up stays. prom-client is loaded for the first one.
 */
export async function prometheusText(runs: readonly RunView[]): Promise<MetricsText> {
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  for (const { name, help, kind, of } of runMetrics) {
    const metric = { name, help, labelNames, registers };
    const set = kind === 'counter' ? adderOf(new Counter(metric)) : setterOf(new Gauge(metric));
    for (const run of runs) {
      const value = of(run);
      if (value !== null) set(labelsOf(run), value);
    }
  }
  const help = 'Time of the main thread by stage of the pipeline';
  const stages = new Counter({ name: stageMetricName, help, labelNames: [...labelNames, 'stage'], registers });
  for (const run of runs) {
    for (const { name, totalMs } of run.stages) stages.inc({ ...labelsOf(run), stage: name }, totalMs / 1000);
  }
  return { type: registry.contentType, text: await registry.metrics() };
}

type Labels = Readonly<Record<(typeof labelNames)[number], string>>;
type SetValue = (labels: Labels, value: number) => void;

function adderOf(counter: { inc(labels: Labels, value: number): void }): SetValue {
  // A log may say anything; a counter takes no less than nothing.
  return (labels, value) => counter.inc(labels, Math.max(0, value));
}

function setterOf(gauge: { set(labels: Labels, value: number): void }): SetValue {
  return (labels, value) => gauge.set(labels, value);
}

function labelsOf({ id, repository }: RunView): Labels {
  return { run_id: id, repository };
}
