import type { Progress, ProgressOptions } from './progress.ts';

/** Progress for a log: a line for each chunk and note, and for each phase when verbose. */
export class PlainProgress implements Progress {
  readonly #write: (text: string) => void;
  readonly #isVerbose: boolean;

  constructor({ write, verbosity }: Pick<ProgressOptions, 'write' | 'verbosity'>) {
    this.#write = write;
    this.#isVerbose = verbosity === 'verbose';
  }

  phase(name: string): void {
    if (this.#isVerbose) this.note(name);
  }

  survey(): void {}

  commits(): void {}

  chunk(line: string): void {
    this.note(line);
  }

  note(line: string): void {
    this.#write(`codefang: ${line}\n`);
  }

  done(): void {}
}
