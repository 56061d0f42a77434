import { CodefangError } from '../../engine/index.ts';
import { randomFrom } from '../support/random.ts';
import { BlockCoverage } from './block-coverage.ts';
import { Mutator } from './mutate.ts';

/** A parser with inputs to begin with. */
export interface FuzzedParser {
  readonly name: string;
  readonly corpus: readonly Uint8Array[];
  /**
   * Reads an input to its end; what it returns distinguishes ends. Throws a CodefangError for a damaged one, and
   * nothing else.
   */
  read(input: Uint8Array): string | void;
}

export interface FuzzOptions {
  readonly executions: number;
  readonly seed: number;
  /** Ends earlier, by the clock; default never. */
  readonly secondsMax?: number;
  /** Whether counters of executed code guide it as well; default true. */
  readonly isGuided?: boolean;
  /** Called with each input before it is read, for a watch that sees what hangs. */
  readonly onInput?: (input: Uint8Array) => void;
}

/** An input that a parser did not end well with, once for each kind of end. */
export interface FuzzFinding {
  readonly hex: string;
  readonly message: string;
}

export interface FuzzSum {
  readonly parser: string;
  readonly executions: number;
  /** How many inputs were refused, which are the others' complement. */
  readonly refused: number;
  readonly corpus: number;
  readonly seconds: number;
  readonly findings: readonly FuzzFinding[];
}

/** Reading V8's counters takes longer than a thousand executions: few batches are small and guided by them. */
const batchSize = 1000;
const guidedSize = 50;
const corpusMax = 2000;
const endsMax = 500;
const findingsMax = 20;

/**
 * Reads mutated inputs until there were so many. Inputs are mutated in turn when they end in a way that none before
 * did, by message, or, in batches 1, 2, 4, 8 and so on, when they execute blocks of code that none before executed.
 */
export function fuzz(parser: FuzzedParser, options: FuzzOptions): FuzzSum {
  const run = new FuzzRun(parser, options);
  try {
    return run.run();
  } finally {
    run.close();
  }
}

class FuzzRun {
  readonly #parser: FuzzedParser;
  readonly #options: FuzzOptions;
  readonly #coverage = new BlockCoverage();
  readonly #mutator: Mutator;
  readonly #corpus: Uint8Array[];
  readonly #findings = new Map<string, FuzzFinding>();
  readonly #ends = new Set<string>();
  #refused = 0;

  constructor(parser: FuzzedParser, options: FuzzOptions) {
    this.#parser = parser;
    this.#options = options;
    this.#mutator = new Mutator(randomFrom(options.seed));
    this.#corpus = [...parser.corpus];
  }

  run(): FuzzSum {
    const { executions, secondsMax = Number.POSITIVE_INFINITY, isGuided = true } = this.#options;
    const startedAt = performance.now();
    const seconds = (): number => (performance.now() - startedAt) / 1000;
    for (const input of this.#corpus) this.#read(input);
    let done = this.#corpus.length;
    for (let batch = 0; done < executions && seconds() < secondsMax; batch += 1) {
      const isCounted = isGuided && (batch & (batch - 1)) === 0;
      const count = Math.min(isCounted ? guidedSize : batchSize, executions - done);
      if (isCounted) this.#guidedBatch(count);
      else for (let nth = 0; nth < count; nth += 1) this.#read(this.#next());
      done += count;
    }
    return {
      parser: this.#parser.name,
      executions: done,
      refused: this.#refused,
      corpus: this.#corpus.length,
      seconds: Math.round(seconds()),
      findings: [...this.#findings.values()],
    };
  }

  close(): void {
    this.#coverage.close();
  }

  #next(): Uint8Array {
    const { length } = this.#corpus;
    const [one, other] = [this.#mutator.below(length), this.#mutator.below(length)];
    return this.#mutator.mutate(this.#corpus[one]!, this.#corpus[other]!);
  }

  #guidedBatch(count: number): void {
    const inputs = Array.from({ length: count }, () => this.#next());
    this.#coverage.start();
    for (const input of inputs) this.#read(input);
    const whole = this.#coverage.take();
    if (this.#corpus.length < corpusMax && this.#coverage.hasNew(whole, false)) this.#keepNew(inputs);
    this.#coverage.hasNew(whole, true);
    this.#coverage.stop();
  }

  /** Executes the inputs of a batch again, one by one, to see which of them brought something new. */
  #keepNew(inputs: readonly Uint8Array[]): void {
    const refused = this.#refused;
    for (const input of inputs) {
      this.#read(input);
      if (this.#coverage.hasNew(this.#coverage.take(), true)) this.#corpus.push(Uint8Array.from(input));
    }
    this.#refused = refused;
  }

  #read(input: Uint8Array): void {
    this.#options.onInput?.(input);
    let end: string;
    try {
      end = this.#parser.read(input) ?? 'read';
    } catch (error) {
      this.#refused += 1;
      if (!(error instanceof CodefangError)) this.#keepFinding(input, error);
      end = error instanceof Error ? error.message : String(error);
    }
    this.#keepEnd(input, end);
  }

  /** Names and numbers are the input's, and no other end. */
  #keepEnd(input: Uint8Array, end: string): void {
    const key = end.replace(/"[^]*"|[^ a-z]*[^ a-zA-Z,.:;-]+[^ ]*/g, '').slice(0, 200);
    if (this.#ends.has(key) || this.#ends.size >= endsMax) return;
    this.#ends.add(key);
    if (this.#corpus.length < corpusMax) this.#corpus.push(Uint8Array.from(input));
  }

  #keepFinding(input: Uint8Array, error: unknown): void {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const key = stack.split('\n').slice(0, 3).join('\n').replace(/\d+/g, '0');
    if (this.#findings.has(key) || this.#findings.size >= findingsMax) return;
    this.#findings.set(key, { hex: Buffer.from(input).toString('hex'), message: stack });
  }
}
