import {
  formatBytes,
  formatDuration,
  type LogSummary,
  type NamedStat,
  type SpanTree,
  visibleText,
} from '../../engine/index.ts';
import { timeLost } from './time-lost.ts';

/** Rows of a table for people; the JSON has them all. */
const rowCountMax = 40;
const runIdLength = 8;
const treeDepthMax = 4;

/** A summary for people. Names of a log cannot move the cursor. */
export function logReportText(summary: LogSummary): string {
  const sections = [
    logLines(summary),
    table('Runs', runTitles, summary.runs.slice(0, rowCountMax).map(runRow), summary.runs.length),
    statTable('Spans', summary.spans()),
    statTable('Events', summary.events()),
    statTable('Groups', summary.groups()),
    treeLines(summary),
    growthLines(summary),
    replanLines(summary),
    lossLines(summary),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function logLines({ logs, range }: LogSummary): string[] {
  const lines = logs.map((log) => {
    const passedCount = log.damagedCount + log.foreignCount + log.oversizeCount;
    const words = [`${visibleText(log.name)}: ${log.recordCount} records`];
    if (passedCount > 0) words.push(`${passedCount} lines passed over`);
    if (log.isTorn) words.push('ends within a line');
    if (log.version > 1) words.push(`log version ${log.version}`);
    return words.join(', ');
  });
  if (range !== undefined) lines.push(`from ${iso(range.startTime)} to ${iso(range.endTime)}`);
  return lines;
}

const runTitles = ['run', 'status', 'commits', 'time', 'peak', 'budget', 'chunks', 're-plans', 'cache hits'];

function runRow(run: LogSummary['runs'][number]): string[] {
  const reads = run.cacheHits + run.cacheMisses;
  return [
    shortId(run.runId),
    visibleText(run.status),
    String(run.commits),
    Number.isNaN(run.durationMs) ? '' : formatDuration(run.durationMs),
    formatBytes(run.rssPeakBytes),
    run.budgetBytes > 0 ? formatBytes(run.budgetBytes) : 'none',
    String(run.chunkCount),
    String(run.replanCount),
    reads > 0 ? percent(run.cacheHits / reads) : '',
  ];
}

const statTitles = ['name', 'lines', 'total', 'mean', 'deviation', 'min', 'p50', 'p90', 'p99', 'max'];

function statTable(title: string, stats: readonly NamedStat[]): string[] {
  const rows = stats.slice(0, rowCountMax).map(({ name, lineCount, durations }) => {
    const head = [visibleText(name), String(lineCount)];
    if (durations.count === 0) return head;
    const { total, mean, deviation, min, max } = durations;
    const quantiles = [0.5, 0.9, 0.99].map((share) => durations.quantile(share));
    return [...head, ...[total, mean, deviation, min, ...quantiles, max].map(shownMs)];
  });
  return table(title, statTitles, rows, stats.length);
}

function treeLines(summary: LogSummary): string[] {
  const lines = summary.slowest().flatMap((tree) => {
    const place = `run ${shortId(summary.runId(tree))}, ${iso(tree.startMs)}`;
    return [`  ${spanLine(tree, summary)}  (${place})`, ...childLines(tree, summary, '    ', 1)];
  });
  const { droppedSpanCount } = summary;
  if (droppedSpanCount > 0) lines.push(`  ${droppedSpanCount} spans belong to no tree: their parents came too late`);
  return lines.length === 0 ? [] : ['Slowest', ...lines];
}

function childLines(tree: SpanTree, summary: LogSummary, indent: string, depth: number): string[] {
  if (depth > treeDepthMax) return [];
  const lines = tree.children.flatMap((child) => [
    indent + spanLine(child, summary),
    ...childLines(child, summary, `${indent}  `, depth + 1),
  ]);
  if (tree.omittedCount > 0) lines.push(`${indent}${tree.omittedCount} more, ${shownMs(tree.omittedMs)} together`);
  return lines;
}

function spanLine(tree: SpanTree, summary: LogSummary): string {
  const { attributes = '{}' } = tree;
  const words = [shownMs(tree.durationMs).padStart(9), visibleText(summary.spanName(tree))];
  if (attributes !== '{}') words.push(visibleText(attributes));
  return words.join('  ');
}

function growthLines(summary: LogSummary): string[] {
  const rows = summary
    .missedChunks()
    .map((chunk) => [
      shortId(chunk.runId),
      String(chunk.chunkIndex),
      formatBytes(Math.round(chunk.predicted)),
      formatBytes(Math.round(chunk.observed)),
      signedPercent(chunk.error),
    ]);
  const lines = table('Growth, a commit', ['run', 'chunk', 'model', 'observed', 'error'], rows, rows.length);
  for (const { runId, growthErrors } of summary.runs.slice(0, rowCountMax)) {
    if (growthErrors.count === 0) continue;
    const mean = percent(growthErrors.mean);
    const most = percent(growthErrors.quantile(0.9));
    lines.push(
      `  run ${shortId(runId)}: off by ${mean} on average over ${growthErrors.count} chunks, nine of ten by at most ${most}`,
    );
  }
  return lines;
}

function replanLines(summary: LogSummary): string[] {
  const rows = summary
    .replans()
    .map((replan) => [
      shortId(replan.runId),
      String(replan.chunkIndex),
      visibleText(replan.metric),
      formatBytes(Math.round(replan.predicted)),
      formatBytes(Math.round(replan.observed)),
      percent(replan.divergence),
      `${replan.chunksBefore} to ${replan.chunksAfter}`,
    ]);
  return table('Re-plans', ['run', 'chunk', 'why', 'model', 'observed', 'off by', 'chunks'], rows, rows.length);
}

function lossLines(summary: LogSummary): string[] {
  const rows = timeLost(summary).map(({ to, count, durationMs, bytes }) => [
    visibleText(to),
    String(count),
    shownMs(durationMs),
    bytes === undefined ? '' : formatBytes(bytes),
  ]);
  const lines = table('Time lost', ['to', 'times', 'time', 'written'], rows, rows.length);
  const hibernated = summary.runs.reduce((sum, run) => sum + run.hibernatedBytes, 0);
  const spilled = summary.runs.reduce((sum, run) => sum + run.spilledBytes, 0);
  if (hibernated + spilled === 0) return lines;
  const written = `  ${formatBytes(hibernated)} hibernated, ${formatBytes(spilled)} spilled`;
  return lines.length === 0 ? ['Time lost', written] : [...lines, written];
}

/** Lines of an aligned table, its first column to the left and the others to the right. */
function table(
  title: string,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  rowCount: number,
): string[] {
  if (rows.length === 0) return [];
  const all = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const lines = all.map((row) => {
    const cells = row.map((cell, column) => {
      return column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
  if (rowCount > rows.length) lines.push(`  and ${rowCount - rows.length} more, see --format json`);
  return [title, ...lines];
}

function shortId(runId: string): string {
  return visibleText(runId.slice(0, runIdLength));
}

/** Short durations keep three digits. */
function shownMs(durationMs: number): string {
  return durationMs < 1000 ? `${Number(durationMs.toPrecision(3))} ms` : formatDuration(durationMs);
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

function signedPercent(share: number): string {
  return share > 0 ? `+${percent(share)}` : percent(share);
}

function iso(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? 'an unknown time' : date.toISOString();
}
