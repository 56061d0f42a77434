import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../cmd/commands/run.ts';
import { parseRunRequest } from '../../cmd/flags/parse-run-request.ts';
import type { Progress } from '../../cmd/progress.ts';
import { registry } from '../../analyzers/index.ts';

/** What a run of the whole program, in this process, came to. */
export interface ProgramEnd {
  /** Of the written report; undefined when there is none. */
  readonly digest: string | undefined;
  readonly failure: unknown;
  readonly notes: readonly string[];
}

export interface ProgramRun {
  readonly repository: string;
  /** Holds `state`, `spill` and `out` while the run lasts. */
  readonly folder: string;
  /** Flags by name, such as `{ 'max-disk': '1MiB' }`; threads none unless said. */
  readonly flags?: Readonly<Record<string, string>>;
  /** As the report states it. */
  readonly version?: string;
  /** Asks for a stop when so many notes, phases and commits were told. */
  readonly stopRequested?: () => string | undefined;
  /** Hears of each phase and of each note. */
  readonly onWord?: (word: string) => void;
}

/** `codefang run` with its state, spill and output below one folder. */
export async function runProgram(options: ProgramRun): Promise<ProgramEnd> {
  const { repository, folder, stopRequested = () => undefined, onWord = () => {} } = options;
  const notes: string[] = [];
  const out = join(folder, 'out');
  const flags = { workers: '0', 'state-dir': join(folder, 'state'), 'spill-dir': join(folder, 'spill'), output: out };
  const said = Object.entries({ format: 'json', ...flags, ...options.flags }).map(([name, text]) => [name, [text]]);
  const request = await parseRunRequest(repository, Object.fromEntries(said) as Record<string, string[]>, {
    environment: {},
    workingDirectory: folder,
    homeDirectory: folder,
    temporaryDirectory: folder,
    isTerminal: false,
    nowSeconds: 1_700_000_000,
    registry,
  });
  const progress: Progress = { ...silence, phase: onWord };
  const note = (line: string): void => {
    notes.push(line);
    onWord(line);
  };
  let failure: unknown;
  try {
    await run(request, {
      version: options.version ?? '0.0.0',
      progress,
      stopRequested,
      onGuard() {},
      resumeCommand: 'codefang again',
      textWidth: 80,
      note,
      tell: note,
    });
  } catch (error) {
    failure = error;
  }
  return { digest: digestIn(out), failure, notes };
}

/** Spill directories and half-written files below the folder of a run. */
export function leftoversIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names.filter((name) => /codefang-spill|\.tmp|\/lock/.test(name)).sort();
}

function digestIn(path: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { readonly digest: string }).digest;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const silence: Progress = { phase() {}, survey() {}, commits() {}, chunk() {}, note() {}, done() {} };
