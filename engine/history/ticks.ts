import { assert, CodefangError } from '../base/index.ts';

/**
 * Committer times → ticks: equal steps of UTC time, numbered from the first commit walked.
 *
 *   tick 0 starts at the first commit's time, floored to a multiple of the step since 1970
 *   time   = the latest committer time met so far; the walk never goes back
 *   tick   = floor((time - start of tick 0) / step)
 *
 * Steps of a day start at midnight UTC. Times before 1970 are floored downwards too. A commit that
 * is dated too late holds all that follow in its tick until the walk has caught up.
 */
export class TickClock {
  /** Ticks fit an Int32Array; later times stay in the last one, 5.8 million years of days away. */
  static readonly tickMax: number = 2 ** 31 - 1;
  readonly tickSeconds: number;
  #startSeconds = Number.NaN;
  #monotoneSeconds = Number.NEGATIVE_INFINITY;

  /** @param tickSeconds a positive integer, as `parseTick` gives it */
  constructor({ tickSeconds }: { readonly tickSeconds: number }) {
    assert(Number.isSafeInteger(tickSeconds), 'tickSeconds came from parseTick()');
    assert(tickSeconds > 0, 'tickSeconds came from parseTick()');
    this.tickSeconds = tickSeconds;
  }

  /** The latest committer time observed; -Infinity before the first. */
  get monotoneSeconds(): number {
    return this.#monotoneSeconds;
  }

  /** The tick of the next commit of the walk, never less than that of the one before. */
  observe(committerSeconds: number): number {
    assert(Number.isFinite(committerSeconds), 'the commit parser gives finite times');
    if (Number.isNaN(this.#startSeconds)) this.#startSeconds = this.#floor(committerSeconds);
    if (committerSeconds > this.#monotoneSeconds) this.#monotoneSeconds = committerSeconds;
    const elapsedSeconds = this.#monotoneSeconds - this.#startSeconds;
    return Math.min(Math.floor(elapsedSeconds / this.tickSeconds), TickClock.tickMax);
  }

  /** When a tick starts, in seconds since 1970. REQUIRES: a commit was observed. */
  startOf(tick: number): number {
    assert(!Number.isNaN(this.#startSeconds), 'a commit was observed');
    return this.#startSeconds + tick * this.tickSeconds;
  }

  #floor(seconds: number): number {
    return Math.floor(seconds / this.tickSeconds) * this.tickSeconds;
  }
}

const unitSeconds: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 };
const tickSecondsMax = 3650 * 86_400;

/**
 * Parses the length of a tick, such as `30m`, `24h`, `7d` or `1w`, into seconds. From 1m to 3650d.
 *
 * @throws {CodefangError} USAGE when the text is anything else
 * @example parseTick('24h') === 86_400
 */
export function parseTick(text: string): number {
  const found = /^([0-9]{1,9})([mhdw])$/.exec(text);
  const seconds = Number(found?.[1]) * (unitSeconds[found?.[2] ?? ''] ?? Number.NaN);
  if (seconds >= 60 && seconds <= tickSecondsMax) return seconds;
  throw new CodefangError(
    'USAGE',
    `Cannot read tick "${text}": expected a number with m, h, d or w from 1m to 3650d, such as 24h`,
  );
}
