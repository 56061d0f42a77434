import type { Command } from 'commander';
import { keepYoungSpaceSmall, LogReader, LogSummary, openByteSource } from '../../engine/index.ts';
import { parseChoice } from '../flags/parse-choice.ts';
import { parseCount } from '../flags/parse-count.ts';
import { readOption } from '../flags/read-option.ts';
import type { Shell } from '../shell.ts';
import { refuseReports } from './check-logs.ts';
import { logReportJson } from './log-report-json.ts';
import { logReportText } from './log-report-text.ts';

const topCountMax = 1000;

const notes = `
Reads logs that --log-file writes, plain or gzip; "-" is standard input. Each log is read once. Memory
depends on the number of distinct span names, not on the length of the logs.

Examples:
  codefang report run.ndjson
  codefang report --top 20 --by chunk run.ndjson
  codefang report --format json logs/*.ndjson.gz | jq .slowest`;

interface ReportFlags {
  readonly top: string;
  readonly by: string;
  readonly format: string;
}

/** `codefang report`: what chunk logs and their spans say. */
export function define(command: Command, shell: Shell): void {
  command.argument('<log...>', 'chunk logs');
  command.option('--top <N>', 'number of slowest spans and worst chunks to show', '10');
  command.option('--by <GROUP>', 'group durations by name, run or chunk', 'name');
  command.option('--format <F>', 'text or json', 'text');
  command.addHelpText('after', notes);
  command.action((logs: readonly string[], flags: ReportFlags) => {
    const topCount = readOption('--top', () => parseCount(flags.top, 1, topCountMax));
    const groupBy = readOption('--by', () => parseChoice(flags.by, ['name', 'run', 'chunk'] as const));
    const format = readOption('--format', () => parseChoice(flags.format, ['text', 'json'] as const));
    refuseReports(logs);
    keepYoungSpaceSmall();
    const summary = new LogSummary(topCount, groupBy);
    for (const path of logs) readLog(path, summary, shell);
    shell.writeOut(format === 'json' ? logReportJson(summary) : logReportText(summary));
  });
}

function readLog(path: string, summary: LogSummary, shell: Shell): void {
  const reader = new LogReader(openByteSource(path), {
    expects: 'chunk-record',
    onFault: (sentence) => shell.writeErr(`codefang: ${sentence}\n`),
  });
  try {
    summary.addLog(reader);
  } finally {
    reader.close();
  }
}
