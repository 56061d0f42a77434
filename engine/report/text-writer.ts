/**
 * A summary for people: what was analysed, then per analyzer its sections with the few rows that
 * matter, bars and trends. Everything that comes from the repository is made visible, so a name
 * cannot steer the terminal. Holds at most the shown rows of one section.
 */
import type { Cell, Section } from '../contract.ts';
import type { ByteSink } from './byte-sink.ts';
import { headLines } from './head-lines.ts';
import type { Paint } from './paint.ts';
import { type Presentation, presentationOf } from './presentation.ts';
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
  #analyzerId = '';
  #hasCommits = true;
  #presentation: Presentation = {};
  #section: TextSection | undefined;

  constructor(sink: ByteSink, layout: TextLayout) {
    this.#sink = sink;
    this.#width = Math.max(widthMin, layout.widthMax);
    this.#paint = layout.paint;
  }

  begin(head: ReportHead): void {
    this.#hasCommits = head.history['commits'] !== 0;
    this.#put(headLines(head, this.#width, this.#paint));
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
    const rule = '─'.repeat(Math.max(0, this.#width - id.length - 1));
    this.#put(['', `${this.#paint('title', id)} ${this.#paint('muted', rule)}`]);
  }

  beginSection(section: Section): void {
    this.#presentation = presentationOf(this.#analyzerId, section.name);
    this.#section = new TextSection(section, this.#presentation);
  }

  row(cells: readonly Cell[]): void {
    this.#section!.row(cells);
  }

  endSection(): void {
    const why = this.#presentation.emptyBecause ?? 'nothing in this history belongs here';
    const whenEmpty = this.#hasCommits ? why : 'the history has no commits';
    this.#put(['', ...this.#section!.lines(this.#width, this.#paint, whenEmpty)]);
    this.#section = undefined;
  }

  endAnalyzer(): void {
    this.#analyzerId = '';
  }

  end(digest: string): void {
    this.#put(['', this.#paint('muted', `digest ${digest}`)]);
  }

  #put(lines: readonly string[]): void {
    this.#sink.write(Buffer.from(`${lines.join('\n')}\n`));
  }
}
