import type { SpanNameView, SpanView } from './dashboard-view.ts';

const nameCountMax = 200;
const phaseCountMax = 24;
const slowestCountMax = 25;
const shownNameCountMax = 40;
/** They hold others: how long one takes says little. */
const containers: readonly string[] = ['batch', 'chunk'];
/** Takes the names that found no room. */
const otherNames = 'other names';

/**
 * The spans of one run: its phases, time by name, and the slowest commits, files and others.
 * BOUNDED BY: 200 names, 24 phases, three times 25 slowest spans, texts of 300 characters.
 */
export class SpanModel {
  readonly #names = new Map<string, { count: number; totalMs: number; maxMs: number }>();
  readonly #phases: SpanView[] = [];
  /** Slowest first; of equal ones the earlier. */
  readonly #commits: SpanView[] = [];
  readonly #files: SpanView[] = [];
  readonly #others: SpanView[] = [];

  get phases(): readonly SpanView[] {
    return this.#phases;
  }

  get slowCommits(): readonly SpanView[] {
    return this.#commits;
  }

  get slowFiles(): readonly SpanView[] {
    return this.#files;
  }

  get slowOthers(): readonly SpanView[] {
    return this.#others;
  }

  /** @param span made only when it is kept, as most are not */
  add(name: string, durationMs: number, isPhase: boolean, span: () => SpanView): void {
    this.#count(name, durationMs);
    if (isPhase) {
      if (this.#phases.length === phaseCountMax) this.#phases.shift();
      this.#phases.push(span());
      return;
    }
    if (containers.includes(name)) return;
    const slowest = this.#listOf(name);
    const fastest = slowest.at(-1);
    const isFull = slowest.length === slowestCountMax;
    if (isFull && fastest !== undefined && durationMs <= fastest.durationMs) return;
    if (isFull) slowest.pop();
    const found = slowest.findIndex((kept) => kept.durationMs < durationMs);
    slowest.splice(found < 0 ? slowest.length : found, 0, span());
  }

  byName(): SpanNameView[] {
    return Array.from(this.#names, ([name, stat]) => ({ name, ...stat }))
      .sort((one, other) => other.totalMs - one.totalMs)
      .slice(0, shownNameCountMax);
  }

  #listOf(name: string): SpanView[] {
    if (name === 'commit') return this.#commits;
    return name === 'file' ? this.#files : this.#others;
  }

  #count(name: string, durationMs: number): void {
    const isKnown = this.#names.has(name) || this.#names.size < nameCountMax;
    const kept = isKnown ? name : otherNames;
    const stat = this.#names.get(kept) ?? { count: 0, totalMs: 0, maxMs: 0 };
    this.#names.set(kept, {
      count: stat.count + 1,
      totalMs: stat.totalMs + durationMs,
      maxMs: Math.max(stat.maxMs, durationMs),
    });
  }
}
