import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AnsweredLine, blameAnswers } from './blame-answers.ts';

export interface BlameProgramOptions {
  /** Words after `node`: the compiled program, or a stand-in for it. */
  readonly program: readonly string[];
  readonly repository: string;
  readonly revision: string;
  readonly renames: string;
  /** Holds the state and the report. */
  readonly folder: string;
}

/** What a run leaves out or made coarse, as its report says. */
export interface RunGaps {
  readonly cappedDiffs: number;
  readonly boundedChanges: readonly (readonly [commit: string, path: string, why: string])[];
}

export type Answer = readonly AnsweredLine[] | { readonly failure: string };

/** `codefang run` once, then `codefang blame`, of several files a call where it takes several. */
export class BlameProgram {
  readonly #options: BlameProgramOptions;
  #takesSeveral: boolean | undefined;
  #calls = 0;

  constructor(options: BlameProgramOptions) {
    this.#options = options;
  }

  get calls(): number {
    return this.#calls;
  }

  /** @throws Error with what the program says when it does not end well */
  async run(budget: string, flags: readonly string[]): Promise<RunGaps> {
    const { repository, revision, renames, folder } = this.#options;
    const report = join(folder, 'report.json');
    const choice = ['--analyzers', 'history/burndown', '--rev', revision, '--renames', renames];
    const places = ['--state-dir', join(folder, 'state'), '--memory-budget', budget];
    const output = ['--quiet', '--format', 'json', '--output', report];
    await this.#start(['run', ...choice, ...places, ...output, ...flags, repository]);
    const { completeness } = JSON.parse(readFileSync(report, 'utf8')) as {
      readonly completeness: {
        readonly capped_diffs?: number;
        readonly bounded_changes?: RunGaps['boundedChanges'];
      };
    };
    return {
      cappedDiffs: completeness.capped_diffs ?? 0,
      boundedChanges: completeness.bounded_changes ?? [],
    };
  }

  /** One answer for each path, in order. */
  async blame(paths: readonly string[]): Promise<Answer[]> {
    if (this.#takesSeveral === undefined && paths.length > 1) await this.#learnWhetherSeveral(paths.slice(0, 2));
    if (this.#takesSeveral === true && paths.length > 1) {
      try {
        return await this.#ask(paths);
      } catch (error) {
        // One of them is the cause; each by itself tells which.
        process.stderr.write(`several files at once: ${messageOf(error)}\n`);
      }
    }
    const answers: Answer[] = [];
    for (const path of paths) answers.push(await this.#askOne(path));
    return answers;
  }

  async #learnWhetherSeveral(paths: readonly string[]): Promise<void> {
    try {
      await this.#ask(paths);
      this.#takesSeveral = true;
    } catch (error) {
      process.stderr.write(`one file a call: ${messageOf(error)}\n`);
      this.#takesSeveral = false;
    }
  }

  async #askOne(path: string): Promise<Answer> {
    try {
      const [answer] = await this.#ask([path]);
      return answer!;
    } catch (error) {
      return { failure: messageOf(error) };
    }
  }

  async #ask(paths: readonly string[]): Promise<Answer[]> {
    const { repository, revision, renames, folder } = this.#options;
    const choice = ['--repo', repository, '--rev', revision, '--renames', renames];
    const rest = ['--state-dir', join(folder, 'state'), '--format', 'ndjson', '--', ...paths];
    const answers = blameAnswers(await this.#start(['blame', ...choice, ...rest]), paths);
    return paths.map((path) => answers.get(path)!);
  }

  async #start(words: readonly string[]): Promise<string> {
    this.#calls += 1;
    const child = spawn(process.execPath, [...this.#options.program, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', HOME: this.#options.folder },
    });
    const output: Buffer[] = [];
    let complaint = '';
    child.stdout.on('data', (bytes: Buffer) => output.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => (complaint = (complaint + bytes.toString()).slice(-1000)));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (code !== 0) throw new Error(`codefang ${words[0]} ended with ${signal ?? code}: ${complaint.trim()}`);
    return Buffer.concat(output).toString('utf8');
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
