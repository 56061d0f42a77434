import { formatBytes, formatDuration } from '../engine/index.ts';
import type { Progress, ProgressOptions } from './progress.ts';

const redrawMs = 100;
const gaugeCells = 10;
/** Before that a rate says nothing. */
const rateAfterMs = 1000;
const clearLine = '\r\u001b[K';

/**
 * Progress as one line that is redrawn in place, at most 10 times a second:
 *
 *   analysing  1200/80000 commits   1%  850/s  1 min 33 s left  [###-------] 310 MiB of 1 GiB
 */
export class StatusLine implements Progress {
  readonly #options: ProgressOptions;
  #phase = '';
  #isDrawn = false;
  #drawnAt = Number.NEGATIVE_INFINITY;
  /** Where and when counting began: after a resume not at 0. */
  #first: { readonly done: number; readonly at: number } | undefined;

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  phase(name: string): void {
    this.#phase = name;
    this.#first = undefined;
    if (this.#options.verbosity === 'verbose') this.note(name);
    this.#draw(name);
  }

  survey(commits: number): void {
    if (this.#isDue()) this.#draw(`${this.#phase}  ${commits} commits`);
  }

  commits(done: number, total: number, rssBytes: number, budgetBytes: number): void {
    const at = this.#options.now();
    this.#first ??= { done, at };
    if (!this.#isDue()) return;
    const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
    const counted = `${done}/${total} commits  ${String(percent).padStart(3)}%`;
    const speed = this.#speed(done, total, at);
    this.#draw(`${this.#phase}  ${counted}${speed}  ${gauge(rssBytes, budgetBytes)}`);
  }

  chunk(line: string): void {
    if (this.#options.verbosity === 'verbose') this.note(line);
  }

  note(line: string): void {
    this.done();
    this.#options.write(`codefang: ${line}\n`);
  }

  done(): void {
    if (!this.#isDrawn) return;
    this.#options.write(clearLine);
    this.#isDrawn = false;
    this.#drawnAt = Number.NEGATIVE_INFINITY;
  }

  #isDue(): boolean {
    return this.#options.now() - this.#drawnAt >= redrawMs;
  }

  #speed(done: number, total: number, at: number): string {
    const elapsedMs = at - (this.#first?.at ?? at);
    const perMs = (done - (this.#first?.done ?? done)) / elapsedMs;
    if (elapsedMs < rateAfterMs || perMs === 0) return '';
    const left = formatDuration(Math.ceil((total - done) / perMs / 1000) * 1000);
    return `  ${Math.round(perMs * 1000)}/s  ${left} left`;
  }

  /** The last column stays empty: writing there makes some terminals begin a new line. */
  #draw(line: string): void {
    const width = Math.max(1, this.#options.columns() - 1);
    this.#options.write(`${clearLine}${line.slice(0, width)}`);
    this.#isDrawn = true;
    this.#drawnAt = this.#options.now();
  }
}

function gauge(usedBytes: number, budgetBytes: number): string {
  if (budgetBytes <= 0) return formatBytes(usedBytes);
  const share = Math.min(1, usedBytes / budgetBytes);
  const full = Math.round(share * gaugeCells);
  const cells = '#'.repeat(full) + '-'.repeat(gaugeCells - full);
  return `[${cells}] ${formatBytes(usedBytes)} of ${formatBytes(budgetBytes)}`;
}
