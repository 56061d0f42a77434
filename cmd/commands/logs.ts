import type { Command } from 'commander';
import {
  chunkLogEvents,
  ClosedPipe,
  FdSink,
  keepYoungSpaceSmall,
  KiB,
  logField,
  LogMerge,
  type MergedLines,
  type RecordFilter,
} from '../../engine/index.ts';
import { parseChoice } from '../flags/parse-choice.ts';
import { parseDuration } from '../flags/parse-duration.ts';
import { parseTime } from '../flags/parse-time.ts';
import { readOption } from '../flags/read-option.ts';
import type { Shell } from '../shell.ts';
import { refuseReports } from './check-logs.ts';
import { LogTextWriter } from './log-text-writer.ts';

const stdoutFd = 1;
const eventNames = chunkLogEvents();
const blockBytes = 64 * KiB;
/** How often followed logs are looked at. */
const pollMs = 200;

const notes = `
Logs may be plain or gzip; "-" is standard input. Each log should be sorted by time, as chunk logs are;
lines up to 1,024 places out of order are sorted. Identical lines with the same time are printed once.
Lines are printed unchanged.

Examples:
  codefang logs run.ndjson
  codefang logs logs/*.ndjson logs/*.ndjson.gz | head
  codefang logs --event chunk_finished,replanned --format text run.ndjson
  codefang logs --follow --since 10m run.ndjson`;

interface LogsFlags {
  readonly follow?: boolean;
  readonly since?: string;
  readonly event?: readonly string[];
  readonly run?: string;
  readonly format: string;
}

/** `codefang logs`: any number of chunk logs as one, by time. */
export function define(command: Command, shell: Shell): void {
  command.argument('<log...>', 'chunk logs');
  command.option('-f, --follow', 'keep printing as the logs grow, across rotation');
  command.option('--since <TIME>', 'only lines since this time, such as 2024-01-31T12:00:00Z, or 10m ago');
  const event = `only this event; may be repeated, or a list a,b: ${eventNames.join(', ')}`;
  command.option('--event <NAME>', event, addWords, []);
  command.option('--run <ID>', 'only runs whose id begins with this');
  command.option('--format <F>', 'ndjson or text', 'ndjson');
  command.addHelpText('after', notes);
  command.action(async (logs: readonly string[], flags: LogsFlags) => {
    const format = readOption('--format', () => parseChoice(flags.format, ['ndjson', 'text'] as const));
    refuseReports(logs);
    const wants = filterOf(flags);
    const note = (line: string): void => shell.writeErr(`codefang: ${line}\n`);
    await writeMerged(logs, { isFollowed: flags.follow ?? false, format, wants, note });
  });
}

interface LogsRequest {
  readonly isFollowed: boolean;
  readonly format: 'ndjson' | 'text';
  readonly wants: RecordFilter;
  readonly note: (line: string) => void;
}

async function writeMerged(logs: readonly string[], { isFollowed, format, wants, note }: LogsRequest): Promise<void> {
  keepYoungSpaceSmall();
  const merge = new LogMerge({ logs, wants, isFollowed, onFault: note });
  const output = new FdSink(stdoutFd, 'standard output');
  const texts = new LogTextWriter();
  const write: WriteLines = format === 'text' ? (lines) => texts.write(lines, output) : writeRawLines;
  try {
    pour(merge, output, write);
    while (isFollowed) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      merge.resume();
      pour(merge, output, write);
    }
    for (const remark of merge.remarks()) note(remark);
  } catch (failure) {
    // Nobody reads on, as after `head`: that is all they wanted.
    if (!(failure instanceof ClosedPipe)) throw failure;
  } finally {
    merge.close();
  }
}

type WriteLines = (lines: MergedLines, output: FdSink) => void;

/** All lines that are there; the first one goes out at once. */
function pour(merge: LogMerge, output: FdSink, write: WriteLines): void {
  let hasMore = true;
  for (let bytesMin = 1; hasMore; bytesMin = blockBytes) {
    hasMore = merge.fill(bytesMin);
    write(merge.lines, output);
    merge.lines.taken();
    output.flush();
  }
}

function writeRawLines(lines: MergedLines, output: FdSink): void {
  output.write(lines.bytes, lines.from, lines.used);
}

function filterOf({ since, event = [], run }: LogsFlags): RecordFilter {
  const sinceMs = since === undefined ? Number.NEGATIVE_INFINITY : readOption('--since', () => sinceTime(since));
  const events = event.map((name) => Buffer.from(readOption('--event', () => parseChoice(name, eventNames))));
  const runId = run === undefined ? undefined : Buffer.from(run);
  return ({ time, scanner }) =>
    time >= sinceMs &&
    (events.length === 0 || events.some((name) => scanner.isText(logField.event, name))) &&
    (runId === undefined || scanner.textStartsWith(logField.runId, runId));
}

/** Milliseconds since 1970. A length of time counts back from now. */
function sinceTime(text: string): number {
  if (/^[0-9]+[smhd]$/.test(text)) return Date.now() - parseDuration(text) * 1000;
  return parseTime(text, Date.now() / 1000) * 1000;
}

function addWords(text: string, words: readonly string[]): readonly string[] {
  return [...words, ...text.split(',').filter((word) => word !== '')];
}
