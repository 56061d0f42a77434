import { parsePathPattern, stepKind } from './path-pattern-parser.ts';

/**
 * One glob over paths, read as git reads `:(glob)` pathspecs, by bytes:
 *
 *   *  bytes within a part     ?  one byte of a part     [a-z] [!a-z] [[:digit:]]  one of a set
 *   ** as a whole part: any number of parts              \  takes the next byte as it is
 *
 * A pattern starts at the root of the repository, with two rules beside git's:
 *
 *   - one with a wildcard and without "/" is tried in every directory (`*.ts`, as
 *     `git log -- '*.ts'` does); "/" or "./" at its start ties it to the root
 *   - one whose last part has no wildcard also names a directory and takes all below it (`src`,
 *     `packages/*\/dist`); "/" at its end makes it name directories only
 *
 * WHY NOT a RegExp: patterns may come from the configuration of a foreign repository, and
 * `*a*a*a*b` makes it backtrack for ever. The steps below are run as a set of states (Thompson,
 * 1968): at most path bytes × pattern bytes of work, and no allocation.
 */
export class PathPattern {
  readonly #kinds: Uint8Array;
  readonly #values: Uint16Array;
  readonly #sets: readonly Uint8Array[];
  readonly #takesFile: boolean;
  readonly #takesBelow: boolean;
  #now: Uint8Array;
  #next: Uint8Array;

  /**
   * @param option what messages call the place the pattern came from
   * @param takes `files`: a pattern that names a directory takes nothing below it
   * @throws {CodefangError} USAGE when it is no pattern of the kind above
   */
  constructor(text: string, option: string, takes: 'files' | 'directories' = 'directories') {
    const parsed = parsePathPattern(text, option);
    this.#kinds = Uint8Array.from(parsed.kinds);
    this.#values = Uint16Array.from(parsed.values);
    this.#sets = parsed.sets;
    this.#takesFile = !parsed.hasSlashAtEnd;
    this.#takesBelow = takes === 'directories' && (parsed.hasSlashAtEnd || !parsed.isLastPartWild);
    this.#now = new Uint8Array(this.#kinds.length + 1);
    this.#next = new Uint8Array(this.#kinds.length + 1);
  }

  /** Whether the pattern takes the file at `path[start, end)`. */
  matches(path: Uint8Array, start: number, end: number): boolean {
    const last = this.#kinds.length;
    this.#now.fill(0);
    this.#enter(this.#now, 0);
    for (let at = start; at < end; at += 1) {
      if (!this.#step(path[at]!)) return false;
      const isDirectory = this.#now[last] === 1 && at + 1 < end && path[at + 1] === slash;
      if (isDirectory && this.#takesBelow) return true;
    }
    return this.#takesFile && this.#now[last] === 1 && end > start;
  }

  /** Takes one byte in all states at once; whether any state is left. */
  #step(byte: number): boolean {
    const now = this.#now;
    const next = this.#next;
    next.fill(0);
    let isAlive = false;
    for (let state = 0; state < this.#kinds.length; state += 1) {
      if (now[state] === 1 && this.#take(next, state, byte)) isAlive = true;
    }
    this.#now = next;
    this.#next = now;
    return isAlive;
  }

  #take(next: Uint8Array, state: number, byte: number): boolean {
    switch (this.#kinds[state]) {
      case stepKind.literal:
        return byte === this.#values[state] && this.#enter(next, state + 1);
      case stepKind.anyByte:
        return byte !== slash && this.#enter(next, state + 1);
      case stepKind.oneOfSet:
        return this.#sets[this.#values[state]!]![byte] === 1 && this.#enter(next, state + 1);
      case stepKind.star:
        return byte !== slash && this.#enter(next, state);
      case stepKind.rest:
        next[state] = 1;
        return this.#enter(next, state + 1);
      default:
        next[state] = 1;
        return byte !== slash || this.#enter(next, state + 1);
    }
  }

  /** Marks a state, and those behind it that a star lets be reached without a byte. */
  #enter(states: Uint8Array, from: number): true {
    let state = from;
    states[state] = 1;
    while (needsNoByte(this.#kinds[state])) {
      state += 1;
      states[state] = 1;
    }
    return true;
  }
}

const slash = 0x2f;

function needsNoByte(kind: number | undefined): boolean {
  return kind === stepKind.star || kind === stepKind.anyParts;
}
