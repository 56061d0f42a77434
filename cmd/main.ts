#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Command, CommanderError } from 'commander';
import { findWorkTree, isGitDirectory } from './config/work-tree.ts';
import { exitCode, exitCodeOf, exitCodeOfSignal } from './exit-code.ts';
import { failureLines } from './failure-lines.ts';
import { nearestName } from './nearest-name.ts';
import type { Shell } from './shell.ts';
import { SignalWatch } from './signals.ts';
import { writeStandardOutput as writeOut } from './standard-output.ts';
import { usageLines } from './usage-lines.ts';

/*
 * The program. To start fast it loads commander and little else: a command's flags, analyzers and
 * the engine come in only when its name is the first word of the command line.
 */

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** It runs long enough for V8 to compile for it until its end. */
  readonly isBusy?: boolean;
  readonly load: () => Promise<{ define(command: Command, shell: Shell): void }>;
}

const commands: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'analyse a history and write the report',
    load: () => import('./commands/run-command.ts'),
    isBusy: true,
  },
  {
    name: 'plan',
    summary: 'show what a run would do, and the smallest budget that works',
    load: () => import('./commands/plan-command.ts'),
    isBusy: true,
  },
  {
    name: 'blame',
    summary: 'show which commit wrote each line of a file, from saved state',
    load: () => import('./commands/blame-command.ts'),
  },
  {
    name: 'logs',
    summary: 'merge chunk logs by time, and follow them',
    load: () => import('./commands/logs.ts'),
    isBusy: true,
  },
  {
    name: 'report',
    summary: 'summarise chunk logs: times, slowest spans, memory',
    load: () => import('./commands/report.ts'),
    isBusy: true,
  },
  {
    name: 'state',
    summary: 'list, show, verify or remove saved state',
    load: () => import('./commands/state-command.ts'),
  },
  {
    name: 'dashboard',
    summary: 'show chunk logs as a page, live while a run writes',
    load: () => import('./commands/dashboard-command.ts'),
  },
  {
    name: 'list',
    summary: 'list analyzers, their options, and formats',
    load: () => import('./commands/list.ts'),
  },
  {
    name: 'plot',
    summary: 'draw one chart of a stored report as SVG',
    load: () => import('./commands/plot-command.ts'),
    isBusy: true,
  },
  {
    name: 'convert',
    summary: 'write a stored report in another format',
    load: () => import('./commands/convert-command.ts'),
    isBusy: true,
  },
  {
    name: 'verify',
    summary: 'hold samples of the numbers against git and isomorphic-git',
    load: () => import('./commands/verify-command.ts'),
    isBusy: true,
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of a report, a time series, the log, the configuration or a table',
    load: () => import('./commands/schema-command.ts'),
  },
];

const examples = `
Without a command, in a repository: run.

Examples:
  codefang                                          a summary of the repository here
  codefang run -o report.html -o report.json        a page and the data, of one analysis
  codefang run --memory-budget 512MiB > out.json    the whole report, in a budget
  codefang plan --memory-budget 256MiB              whether that budget will do
  codefang run --help                               all options`;

// Before the heap has grown: V8 would double the space for new objects up to 32 MiB, for little speed.
setFlagsFromString('--semi-space-growth-factor=1');
await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const signals = new SignalWatch(process, exitCodeOfSignal);
  const shell: Shell = { version: readVersion(), args, signals, writeOut, writeErr };
  process.on('uncaughtException', (error) => dieOf(error, shell));
  const program = describeProgram(shell);
  const words = inOrder(args);
  const command = program.commands.find((known) => known.name() === words[0]);
  let isBusy = commands.some((known) => known.name === words[0] && known.isBusy === true);
  try {
    await define(command, words[0], program, shell);
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error, command ?? program, shell);
    // Help is shown, or words were refused: nothing has run.
    isBusy &&= !(error instanceof CommanderError);
  }
  if (isBusy) await leaveRoom();
}

/**
 * Node's main thread waits at its end for the compilers of V8, and one that needs a collection waits for the main
 * thread: the process hangs for ever with all its work done (nodejs/node#54918). With room on the heap none needs one.
 */
async function leaveRoom(): Promise<void> {
  const { collectGarbage } = await import('../engine/index.ts');
  collectGarbage();
}

/** `help run` asks for the same as `run --help`, and in a repository no command for the same as `run`. */
function inOrder(args: readonly string[]): readonly string[] {
  const [first] = args;
  if (first === 'help') return [...args.slice(1, 2), '--help'];
  const isRun = first === undefined ? isInRepository() : first.startsWith('-') && !isOwnOption(first);
  return isRun ? ['run', ...args] : args;
}

function isInRepository(): boolean {
  try {
    const at = process.cwd();
    return findWorkTree(at) !== undefined || isGitDirectory(at);
  } catch {
    // The directory is gone.
    return false;
  }
}

/** Of the program itself, or misspelt. */
function isOwnOption(word: string): boolean {
  return ['-h', '-V'].includes(word) || nearestName(word, ['--help', '--version']) !== undefined;
}

async function define(
  command: Command | undefined,
  name: string | undefined,
  program: Command,
  shell: Shell,
): Promise<void> {
  const entry = commands.find((known) => known.name === name);
  if (entry !== undefined && command !== undefined) {
    (await entry.load()).define(command, shell);
  } else if (name !== undefined && !name.startsWith('-')) {
    program.error(`error: unknown command '${name}'`, { code: 'commander.unknownCommand' });
  }
}

function describeProgram(shell: Shell): Command {
  const program = new Command('codefang')
    .description('Analyses the history of a git repository inside a memory budget.')
    .version(shell.version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', examples)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ writeOut, writeErr, outputError: () => {} });
  for (const { name, summary } of commands) {
    program
      .command(name)
      .summary(summary)
      .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`);
  }
  return program;
}

/** Prints a failure and returns its exit code. */
function report(error: unknown, command: Command, shell: Shell): number {
  if (!(error instanceof CommanderError)) {
    writeLines(failureLines(error, shell.version));
    return exitCodeOf(error, shell.signals.stopRequested());
  }
  // Help and version end the parsing like errors do; what they show is shown by then.
  if (error.exitCode === 0) return exitCode.done;
  if (error.code !== 'commander.help') writeLines(usageLines(error, command));
  return exitCode.usage;
}

/** The last resort: nothing is known of the state of the process, so it ends here. */
function dieOf(error: unknown, shell: Shell): void {
  shell.signals.cleanUp();
  writeLines(failureLines(error, shell.version));
  process.exit(exitCode.failed);
}

function writeLines(lines: readonly string[]): void {
  writeErr(`${lines.join('\n')}\n`);
}

/** A run does not fail because nobody reads its messages. */
function writeErr(text: string): void {
  if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => {});
  try {
    process.stderr.write(text);
  } catch {
    // A full disk ends the messages, and not the work.
    return;
  }
}

function readVersion(): string {
  const path = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string };
  return version;
}
