import { CodefangError, KiB, LoserTree, MiB } from '../base/index.ts';
import { type ByteSource, openByteSource } from './byte-source.ts';
import { LogReader } from './log-reader.ts';
import { LogTail } from './log-tail.ts';
import { LogWindow, type RecordFilter } from './log-window.ts';
import { MergedLines } from './merged-lines.ts';

/** So many logs are read at once; more are refused. */
export const logCountMax = 512;
/** Shared by the windows of all logs; each also has a reading buffer of half its window. */
const windowsBytesMax = 6 * MiB;
const windowBytesMax = 256 * KiB;
const windowBytesMin = 32 * KiB;
const noMoreLines = Number.POSITIVE_INFINITY;

export interface MergeOptions {
  /** Paths; `-` is the standard input. */
  readonly logs: readonly string[];
  /** Whether a record is wanted. */
  readonly wants: RecordFilter;
  /** Reads on when logs grow; they may be rotated, truncated or not there yet. */
  readonly isFollowed: boolean;
  /** Called with the first faults of each log. */
  readonly onFault: (sentence: string) => void;
}

/**
 * Lines of many logs as one, by time, equal ones in the order of the logs; identical lines of one
 * moment once.
 *
 *   log ─ reader ─ window ┐
 *   log ─ reader ─ window ┼─ loser tree over their times ─ repeated lines dropped ─►  lines
 *   log ─ reader ─ window ┘
 *
 * BOUNDED BY: 9 MiB for up to 192 logs and 48 KiB for each above, 32 KiB of line places for each
 * log, and `MergedLines`.
 */
export class LogMerge {
  readonly #windows: LogWindow[] = [];
  readonly #times: Float64Array;
  #tree: LoserTree;
  /** Where merged lines are taken from. */
  readonly lines: MergedLines = new MergedLines();

  /** @throws {CodefangError} USAGE for too many logs, NOT_FOUND, IO or CORRUPT for one of them */
  constructor(options: MergeOptions) {
    checkLogs(options);
    this.#times = new Float64Array(options.logs.length).fill(noMoreLines);
    this.#closeOnFailure(() => {
      for (const path of options.logs) this.#windows.push(openWindow(path, options));
      for (let at = 0; at < this.#windows.length; at += 1) this.#advance(at);
    });
    this.#tree = this.#makeTree();
  }

  /**
   * Merges into `lines` until at least this many bytes are available; false when the logs have no
   * more, or no more now.
   */
  fill(bytesMin: number): boolean {
    const { lines } = this;
    const tree = this.#tree;
    while (lines.used - lines.from < bytesMin) {
      const winner = tree.winner;
      const time = this.#times[winner]!;
      if (time === noMoreLines) return false;
      const window = this.#windows[winner]!;
      lines.add(time, window.bytes, window.start, window.end);
      this.#advance(winner);
      tree.replay();
    }
    return true;
  }

  /** Looks again at logs that had ended, for those that are followed. */
  resume(): void {
    for (let at = 0; at < this.#windows.length; at += 1) {
      if (this.#times[at] !== noMoreLines) continue;
      this.#windows[at]!.resume();
      this.#advance(at);
    }
    this.#tree = this.#makeTree();
  }

  /** What was passed over or could not be mended, a sentence each; complete at the end. */
  remarks(): string[] {
    const remarks: string[] = [];
    for (const { reader, lateCount } of this.#windows) {
      const { damagedCount, foreignCount, oversizeCount } = reader;
      const passedCount = damagedCount + foreignCount + oversizeCount;
      if (passedCount > 0) remarks.push(`Log "${reader.name}": ${passedCount} lines passed over`);
      if (lateCount > 0) remarks.push(`Log "${reader.name}": ${lateCount} lines are out of order`);
    }
    const { forgottenCount } = this.lines;
    if (forgottenCount > 0) remarks.push(`${forgottenCount} lines of crowded moments may be repeated`);
    return remarks;
  }

  close(): void {
    for (const window of this.#windows) window.close();
  }

  #advance(at: number): void {
    const window = this.#windows[at]!;
    this.#times[at] = window.next() ? window.time : noMoreLines;
  }

  #makeTree(): LoserTree {
    const times = this.#times;
    return new LoserTree(times.length, (x, y) => {
      const timeX = times[x]!;
      const timeY = times[y]!;
      return timeX < timeY || (timeX === timeY && x < y);
    });
  }

  #closeOnFailure(work: () => void): void {
    try {
      work();
    } catch (failure) {
      this.close();
      throw failure;
    }
  }
}

function checkLogs({ logs, isFollowed }: MergeOptions): void {
  const stdinCount = logs.filter((path) => path === '-').length;
  if (logs.length > logCountMax) {
    const state = `at most ${logCountMax} at once, merge some of them into one first`;
    throw new CodefangError('USAGE', `Cannot merge ${logs.length} logs: expected ${state}`);
  }
  if (stdinCount > 1) {
    throw new CodefangError('USAGE', 'Cannot read the standard input twice: expected "-" once');
  }
  if (stdinCount > 0 && isFollowed) {
    const state = 'standard input cannot be followed, expected files';
    throw new CodefangError('USAGE', `Cannot follow the standard input: ${state}`);
  }
}

function openWindow(path: string, { logs, isFollowed, wants, onFault }: MergeOptions): LogWindow {
  const shareBytes = Math.floor(windowsBytesMax / logs.length);
  const windowBytes = Math.max(windowBytesMin, Math.min(windowBytesMax, shareBytes));
  const source: ByteSource = isFollowed ? new LogTail(path) : openByteSource(path);
  const reader = new LogReader(source, {
    expects: 'timed-line',
    isFollowed,
    bufferBytes: windowBytes / 2,
    onFault,
  });
  return new LogWindow({ reader, windowBytes, wants, onLate: onFault });
}
