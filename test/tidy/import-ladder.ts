/**
 * Who imports whom. Adding an import between rooms or houses means adding a word here, and a word that
 * no import needs any more is a failure: the table is the true picture.
 */

/** Houses, and the doors of ours that their files import; `*` is any file of that house. */
export const houseImports: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  planner: ['engine/index.ts'],
  analyzers: ['engine/index.ts'],
  analysis: ['engine/index.ts', 'planner/index.ts', 'analyzers/index.ts'],
  cmd: ['engine/index.ts', 'planner/index.ts', 'analyzers/index.ts', 'analysis/internal.ts'],
};

/** Folders beside the analyzers that build on others; analyzers themselves import none. */
export const analyzerImports: Readonly<Record<string, readonly string[]>> = {
  _findings: ['_page'],
  _summary: ['_page'],
};

/** Rooms of the engine from the ground up, each with the rooms that it imports; all of them stand above it. */
export const roomImports: Readonly<Record<string, readonly string[]>> = {
  base: [],
  'contract.ts': [],
  memory: ['base'],
  telemetry: ['base', 'memory'],
  logs: ['base', 'telemetry'],
  git: ['base', 'memory'],
  'plan.ts': ['git'],
  diff: ['base', 'memory', 'git'],
  source: ['base', 'contract.ts', 'git'],
  history: ['base', 'contract.ts', 'git'],
  spill: ['base', 'contract.ts'],
  pipeline: ['base', 'contract.ts', 'memory', 'telemetry', 'git', 'diff', 'history'],
  lines: ['base', 'contract.ts', 'history', 'pipeline'],
  report: ['base', 'contract.ts', 'memory', 'spill'],
  survey: ['base', 'contract.ts', 'git', 'diff', 'history', 'spill'],
  checkpoint: ['base', 'spill'],
  state: [
    'base',
    'contract.ts',
    'memory',
    'telemetry',
    'plan.ts',
    'source',
    'history',
    'spill',
    'pipeline',
    'lines',
    'survey',
    'checkpoint',
  ],
  walk: ['contract.ts', 'telemetry', 'plan.ts', 'history', 'spill', 'pipeline', 'survey', 'state'],
  run: [
    'base',
    'contract.ts',
    'memory',
    'telemetry',
    'git',
    'plan.ts',
    'source',
    'history',
    'spill',
    'pipeline',
    'survey',
    'checkpoint',
    'state',
    'walk',
  ],
  results: [
    'base',
    'contract.ts',
    'git',
    'source',
    'history',
    'spill',
    'pipeline',
    'lines',
    'report',
    'survey',
    'state',
    'run',
  ],
  blame: ['base', 'contract.ts', 'git', 'diff', 'history', 'spill', 'lines', 'survey', 'checkpoint', 'state'],
  'index.ts': [
    'base',
    'contract.ts',
    'memory',
    'telemetry',
    'logs',
    'git',
    'plan.ts',
    'history',
    'spill',
    'pipeline',
    'report',
    'survey',
    'checkpoint',
    'state',
    'walk',
    'run',
    'results',
    'blame',
  ],
};

/** Where a package may be imported: a file, or a folder. A package that is not named may be imported nowhere. */
export const packageImports: Readonly<Record<string, string>> = {
  '@opentelemetry/api': 'cmd/otel/',
  '@opentelemetry/exporter-metrics-otlp-http': 'cmd/otel/',
  '@opentelemetry/exporter-trace-otlp-http': 'cmd/otel/',
  '@opentelemetry/resources': 'cmd/otel/',
  '@opentelemetry/sdk-metrics': 'cmd/otel/',
  '@opentelemetry/sdk-trace-base': 'cmd/otel/',
  '@resvg/resvg-wasm': 'cmd/commands/rasterize.ts',
  commander: 'cmd/',
  echarts: 'cmd/web/',
  'hyparquet-writer': 'engine/report/parquet/',
  'isomorphic-git': 'cmd/verify/object-reader.ts',
  msgpackr: 'engine/spill/',
  'prom-client': 'cmd/dashboard/prometheus-text.ts',
  pino: 'engine/telemetry/chunk-log.ts',
  yaml: 'cmd/config/',
};

/** What a worker thread loads late, when it was asked for. */
export const lateInWorkers: readonly string[] = ['engine/telemetry/index.ts'];

/** What a worker thread must never load at its start. */
export const notInWorkers: readonly string[] = [
  'analyzers/',
  'planner/',
  'analysis/',
  'cmd/',
  'engine/telemetry/',
  'engine/logs/',
  'engine/spill/',
  'engine/report/',
  'engine/survey/',
  'engine/checkpoint/',
  'engine/state/',
  'engine/walk/',
  'engine/run/',
  'engine/results/',
  'engine/blame/',
];
