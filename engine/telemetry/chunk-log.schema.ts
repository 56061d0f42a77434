/**
 * JSON Schema (draft 2020-12) of one line of the chunk log, for dashboards that check what they
 * read. Written by hand beside the types of chunk-record.ts; a test holds the two together. Unknown
 * fields are allowed everywhere, since new ones may be added.
 */
type Schema = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const flag = { type: 'boolean' };
const anyNumber = { type: 'number' };
const amount = { type: 'number', minimum: 0 };
const count = { type: 'integer', minimum: 0 };
const oid = { type: 'string', pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$' };

const checkpoint = { chunk_index: count, commit: oid, bytes: count, duration_ms: amount };

const chunkFinished = {
  chunk_index: count,
  start: count,
  end: count,
  commits: count,
  duration_ms: amount,
  heap_before_bytes: count,
  heap_after_bytes: count,
  rss_bytes: count,
  rss_peak_bytes: count,
  sys_after_bytes: count,
  budget_bytes: count,
  budget_used_pct: amount,
  pressure: { enum: ['none', 'warning', 'critical'] },
  growth_per_commit_bytes: anyNumber,
  ema_growth_bytes: anyNumber,
  payload_per_commit_bytes: anyNumber,
  aggregate_growth_bytes: anyNumber,
  replanned: flag,
  hibernated_bytes: count,
  spilled_bytes: count,
  spill_runs: count,
  cache: record({ hits: count, misses: count, bytes: count }),
  ledger_bytes: count,
  accounts: { type: 'object', additionalProperties: count },
  unaccounted_peak_bytes: count,
};

const runStarted = {
  log_version: { const: 1 },
  repository: text,
  head: oid,
  budget_bytes: count,
  commits: count,
  chunks_planned: count,
  workers: count,
  regions: record({
    pipeline: count,
    working_state: count,
    aggregate_state: count,
    in_flight: count,
    slack: count,
  }),
};

const span = {
  name: text,
  span_id: { type: 'integer', minimum: 1 },
  parent_id: { type: ['integer', 'null'], minimum: 1 },
  start_ms: amount,
  duration_ms: amount,
  attributes: {
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
  },
};

export const chunkLogSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:codefang:chunk-log:v1',
  title: 'One line of the codefang chunk log',
  oneOf: [
    event('run_started', runStarted),
    event('chunk_finished', chunkFinished),
    event('replanned', {
      chunk_index: count,
      metric: text,
      observed: amount,
      predicted: amount,
      divergence: amount,
      chunks_before: count,
      chunks_after: count,
    }),
    event('memory_pressure', {
      level: { enum: ['warning', 'critical'] },
      rss_bytes: count,
      budget_bytes: count,
      action: text,
    }),
    event('checkpoint_saved', checkpoint),
    event('checkpoint_resumed', checkpoint),
    event('span', span),
    event('run_finished', {
      status: { enum: ['done', 'stopped', 'interrupted', 'failed'] },
      commits: count,
      duration_ms: amount,
      rss_peak_bytes: count,
      digest: { type: ['string', 'null'] },
    }),
  ],
};

function event(name: string, fields: Readonly<Record<string, Schema>>): Schema {
  return record({
    level: { type: 'integer' },
    time: count,
    run_id: text,
    event: { const: name },
    ...fields,
  });
}

function record(fields: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', required: Object.keys(fields), properties: fields };
}
