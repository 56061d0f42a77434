/**
 * All tables for people: what was analysed, then per analyzer its sections with the few rows that
 * matter, bars and trends. Everything that comes from the repository is made visible, so a name
 * cannot steer the terminal. Holds at most the shown rows of one section.
 */
import type { Cell, Section } from '../contract.ts';
import type { ByteSink } from './byte-sink.ts';
import { emptyBecause } from './empty-because.ts';
import { headLines } from './head-lines.ts';
import type { Paint } from './paint.ts';
import { type ReportClock, reportClock } from './report-clock.ts';
import type { ReportHead } from './report-document.ts';
import type { ReportWriter } from './report-writer.ts';
import { TextSection } from './text-section.ts';

/** Narrower terminals wrap. */
const widthMin = 40;

export interface TextLayout {
  /** Terminal cells in a line; at least 40 are used. */
  readonly widthMax: number;
  readonly paint: Paint;
}

export class TextWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #width: number;
  readonly #paint: Paint;
  #hasCommits = true;
  #clock: ReportClock = { originSeconds: 0, lastSeconds: 0, tickSeconds: 1 };
  #section: TextSection | undefined;
  #emptyBecause = '';

  constructor(sink: ByteSink, layout: TextLayout) {
    this.#sink = sink;
    this.#width = Math.max(widthMin, layout.widthMax);
    this.#paint = layout.paint;
  }

  begin(head: ReportHead): void {
    this.#clock = reportClock(head);
    this.#hasCommits = head.history['commits'] !== 0;
    this.#put(headLines(head, this.#width, this.#paint));
  }

  beginAnalyzer(id: string): void {
    const rule = '─'.repeat(Math.max(0, this.#width - id.length - 1));
    this.#put(['', `${this.#paint('title', id)} ${this.#paint('muted', rule)}`]);
  }

  beginSection(section: Section): void {
    this.#section = new TextSection(section, this.#clock);
    this.#emptyBecause = emptyBecause(section);
  }

  row(cells: readonly Cell[]): void {
    this.#section!.row(cells);
  }

  endSection(): void {
    const whenEmpty = this.#hasCommits ? this.#emptyBecause : 'the history has no commits';
    this.#put(['', ...this.#section!.lines(this.#width, this.#paint, whenEmpty)]);
    this.#section = undefined;
  }

  endAnalyzer(): void {}

  end(digest: string): void {
    this.#put(['', this.#paint('muted', `digest ${digest}`)]);
  }

  #put(lines: readonly string[]): void {
    this.#sink.write(Buffer.from(`${lines.join('\n')}\n`));
  }
}
