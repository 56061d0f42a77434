import { CodefangError } from '../../engine/index.ts';
import { randomFrom } from '../support/random.ts';
import { BlockCoverage } from './block-coverage.ts';
import { Mutator } from './mutate.ts';

/** A parser with inputs to begin with. */
export interface FuzzedParser {
  readonly name: string;
  readonly corpus: readonly Uint8Array[];
  /** Reads an input to its end. Throws a CodefangError for a damaged one, and nothing else. */
  read(input: Uint8Array): void;
}

export interface FuzzOptions {
  readonly executions: number;
  readonly seed: number;
  /** Ends earlier, by the clock; default never. */
  readonly secondsMax?: number;
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

const batchSize = 500;
/** Of so many batches one is executed with counters. */
const guidedEvery = 8;
/** At the beginning all are. */
const guidedFirst = 24;
const corpusMax = 2000;
const findingsMax = 20;

/**
 * Reads mutated inputs until there were so many. Inputs of a guided batch that execute code which none before executed
 * are mutated in turn.
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
  #refused = 0;

  constructor(parser: FuzzedParser, options: FuzzOptions) {
    this.#parser = parser;
    this.#options = options;
    this.#mutator = new Mutator(randomFrom(options.seed));
    this.#corpus = [...parser.corpus];
  }

  run(): FuzzSum {
    const { executions, secondsMax = Number.POSITIVE_INFINITY } = this.#options;
    const startedAt = performance.now();
    const seconds = (): number => (performance.now() - startedAt) / 1000;
    for (const input of this.#corpus) this.#read(input);
    let done = this.#corpus.length;
    for (let batch = 0; done < executions && seconds() < secondsMax; batch += 1) {
      const count = Math.min(batchSize, executions - done);
      if (batch < guidedFirst || batch % guidedEvery === 0) this.#guidedBatch(count);
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
    const { below } = { below: (limit: number) => this.#mutator.below(limit) };
    return this.#mutator.mutate(this.#corpus[below(this.#corpus.length)]!, this.#corpus[below(this.#corpus.length)]!);
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
    try {
      this.#parser.read(input);
    } catch (error) {
      this.#refused += 1;
      if (!(error instanceof CodefangError)) this.#keepFinding(input, error);
    }
  }

  #keepFinding(input: Uint8Array, error: unknown): void {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const key = stack.split('\n').slice(0, 3).join('\n').replace(/\d+/g, '0');
    if (this.#findings.has(key) || this.#findings.size >= findingsMax) return;
    this.#findings.set(key, { hex: Buffer.from(input).toString('hex'), message: stack });
  }
}
