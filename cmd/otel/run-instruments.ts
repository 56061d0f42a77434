import type { Meter } from '@opentelemetry/api';

type Fields = Readonly<Record<string, unknown>>;

export interface RunInstruments {
  /** One event of the log. */
  take(event: string, fields: Fields): void;
  /** One span of the log. */
  takeSpan(name: string, attributes: Fields): void;
}

/**
 * The figures of a run as metrics. Names and units are those of the semantic conventions where they
 * have some (`process.memory.usage`, `v8js.memory.heap.used`); the others are `codefang.*`.
 */
export function runInstruments(meter: Meter): RunInstruments {
  const last = { rss: 0, heap: 0, budget: 0, commits: 0 };
  const gauge = (name: string, unit: string, description: string, of: () => number): void =>
    meter.createObservableUpDownCounter(name, { unit, description }).addCallback((result) => result.observe(of()));
  gauge('process.memory.usage', 'By', 'Resident memory', () => last.rss);
  gauge('v8js.memory.heap.used', 'By', 'Heap of the main thread in use', () => last.heap);
  gauge('codefang.memory.budget', 'By', 'Memory that the run may use; 0 without a budget', () => last.budget);
  gauge('codefang.commits.planned', '{commit}', 'Commits of the history', () => last.commits);
  const commits = meter.createCounter('codefang.commits.processed', { unit: '{commit}' });
  const replans = meter.createCounter('codefang.replans', { unit: '{replan}' });
  const pressure = meter.createCounter('codefang.memory.pressure', { unit: '{event}' });
  const written = meter.createCounter('codefang.disk.written', { unit: 'By' });
  const chunks = meter.createHistogram('codefang.chunk.duration', { unit: 's' });
  return {
    take(event, fields) {
      if (event === 'run_started') {
        last.budget = numberIn(fields, 'budget_bytes');
        last.commits = numberIn(fields, 'commits');
      } else if (event === 'chunk_finished') {
        last.rss = numberIn(fields, 'rss_bytes');
        last.heap = numberIn(fields, 'heap_after_bytes');
        commits.add(numberIn(fields, 'commits'));
        chunks.record(numberIn(fields, 'duration_ms') / 1000);
        written.add(numberIn(fields, 'hibernated_bytes'), { 'codefang.kind': 'hibernated' });
        written.add(numberIn(fields, 'spilled_bytes'), { 'codefang.kind': 'spilled' });
      } else if (event === 'checkpoint_saved') {
        written.add(numberIn(fields, 'bytes'), { 'codefang.kind': 'checkpoint' });
      } else if (event === 'replanned') {
        replans.add(1);
      } else if (event === 'memory_pressure') {
        pressure.add(1, { 'codefang.level': String(fields['level']) });
      }
    },
    takeSpan(name, attributes) {
      if (name !== 'batch') return;
      last.rss = numberIn(attributes, 'rss_bytes');
      last.heap = numberIn(attributes, 'heap_bytes');
    },
  };
}

function numberIn(fields: Fields, name: string): number {
  const value = fields[name];
  return typeof value === 'number' && value > 0 ? value : 0;
}
