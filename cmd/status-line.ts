import { formatBytes } from '../engine/index.ts';
import type { Progress, ProgressOptions } from './progress.ts';

const redrawMs = 100;
const barCells = 10;
/** Before that a rate says nothing. */
const rateAfterMs = 1000;
const clearLine = '\r\u001b[K';

/**
 * Progress as one line that is redrawn in place, at most 10 times a second:
 *
 *   analysing [#####-----]  52%  41600/80000 commits  850/s  about 45 s left  310 MiB of 1 GiB
 *
 * The bar is that of the work, and there is no other: memory is a figure.
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
    const share = total === 0 ? 1 : done / total;
    const percent = `${Math.floor(share * 100)}`.padStart(3);
    const memory = budgetBytes <= 0 ? '' : ` of ${formatBytes(budgetBytes)}`;
    const work = `${this.#phase} ${bar(share)} ${percent}%  ${done}/${total} commits`;
    this.#draw(`${work}${this.#speed(done, total, at)}  ${formatBytes(rssBytes)}${memory}`);
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
    const leftSeconds = (total - done) / perMs / 1000;
    return `  ${Math.round(perMs * 1000)}/s  ${timeLeft(leftSeconds)} left`;
  }

  /** The last column stays empty: writing there makes some terminals begin a new line. */
  #draw(line: string): void {
    const width = Math.max(1, this.#options.columns() - 1);
    this.#options.write(`${clearLine}${line.slice(0, width)}`);
    this.#isDrawn = true;
    this.#drawnAt = this.#options.now();
  }
}

function bar(share: number): string {
  const full = Math.floor(Math.min(1, share) * barCells);
  return `[${'#'.repeat(full)}${'-'.repeat(barCells - full)}]`;
}

/** No more precise than a guess from a mean speed can be. */
function timeLeft(seconds: number): string {
  if (seconds <= 5) return 'a few seconds';
  if (seconds <= 60) return `about ${Math.ceil(seconds / 5) * 5} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `about ${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const tens = Math.floor((minutes % 60) / 10) * 10;
  return tens === 0 ? `about ${hours} h` : `about ${hours} h ${tens} min`;
}
