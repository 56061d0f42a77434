import { homedir, tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { isatty } from 'node:tty';
import type { Command } from 'commander';
import { registry } from '../../analyzers/index.ts';
import { checkRepository } from '../flags/check-repository.ts';
import { addFlags, type SaidFlags, saidFlags } from '../flags/command-line.ts';
import type { Flag } from '../flags/flag.ts';
import { flagTable } from '../flags/flag-table.ts';
import { parseRunRequest } from '../flags/parse-run-request.ts';
import { createProgress, type Progress } from '../progress.ts';
import type { RunRequest } from '../run-request.ts';
import { resumeCommand } from '../resume-command.ts';
import type { Shell } from '../shell.ts';
import type { RunSurroundings } from './run-surroundings.ts';

const stdoutFd = 1;
const stderrFd = 2;
const plainWidth = 100;
/** Width of a terminal that reports none, or 0. */
const terminalWidth = 80;

export interface HistoryCommand {
  readonly takes: (flag: Flag) => boolean;
  /** Adds options of the command's own; gives what they say of flags, when the command line is parsed. */
  readonly adds?: (command: Command) => () => SaidFlags;
  readonly examples: readonly string[];
  readonly launch: (request: RunRequest, around: RunSurroundings) => Promise<void>;
}

const sourcesNote = `
Every option can also be set in the environment (CODEFANG_MEMORY_BUDGET for --memory-budget; lists
have one value per line) and in .codefang.yaml (or .yml) of the work tree or the file of --config:

  memory-budget: 512MiB
  burndown:
    granularity: 30
  exclude: [vendor, "*.min.js"]

Flags take precedence over the environment, the environment over the file, the file over defaults.`;

/** Gives a command that reads a history its flags, its help and what it does. */
export function defineHistoryCommand(
  command: Command,
  shell: Shell,
  { takes, adds, examples, launch }: HistoryCommand,
): void {
  const flags = flagTable(registry).filter(takes);
  const shown = examples.map((example) => `  ${example}`).join('\n');
  command.argument('[repo]', 'a work tree, a directory in it, or a bare repository', '.');
  const ownFlags = adds?.(command);
  addFlags(command, flags);
  command.addHelpText('after', `\nExamples:\n${shown}\n${sourcesNote}`);
  command.action(async (repository: string) => {
    checkRepository(repository, resolve(repository), command.name());
    const request = await parseRunRequest(
      repository,
      { ...saidFlags(command, flags), ...ownFlags?.() },
      {
        environment: process.env,
        workingDirectory: process.cwd(),
        homeDirectory: homedir(),
        temporaryDirectory: tmpdir(),
        isTerminal: isatty(stdoutFd),
        nowSeconds: Date.now() / 1000,
        registry,
      },
    );
    await launchWatched(request, shell, launch);
  });
}

async function launchWatched(request: RunRequest, shell: Shell, launch: HistoryCommand['launch']): Promise<void> {
  const { signals } = shell;
  const progress = progressFor(request, shell);
  for (const line of request.notes) progress.note(line);
  try {
    await launch(request, {
      version: shell.version,
      progress,
      stopRequested: signals.stopRequested,
      // Before there is something to clean up, a signal may simply end the process.
      onGuard: (guard) => {
        signals.onEnd(() => void guard.close());
        signals.open((line) => progress.note(line));
      },
      resumeCommand: resumeCommand(shell.args),
      textWidth: (isatty(stdoutFd) && process.stdout.columns) || plainWidth,
      note: (line) => progress.note(line),
      tell: (line) => {
        progress.done();
        shell.writeErr(`${line}\n`);
      },
    });
  } finally {
    progress.done();
    signals.close();
  }
}

/** Under CI and on a terminal that cannot move its cursor, lines are not redrawn. */
function progressFor({ verbosity }: RunRequest, { writeErr }: Shell): Progress {
  const { CI, TERM } = process.env;
  return createProgress({
    verbosity,
    isTerminal: isatty(stderrFd) && (CI ?? '') === '' && TERM !== 'dumb',
    write: writeErr,
    columns: () => process.stderr.columns || terminalWidth,
    now: () => performance.now(),
  });
}
