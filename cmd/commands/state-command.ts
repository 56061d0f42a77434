import type { Command } from 'commander';
import {
  CodefangError,
  formatBytes,
  formatDuration,
  type KeptState,
  type KeptSurvey,
  listState,
  listSurveys,
  removeState,
  removeSurvey,
  verifyState,
  visibleText,
} from '../../engine/index.ts';
import { keptStateDirectory } from '../flags/kept-state-directory.ts';
import { parseDuration } from '../flags/parse-duration.ts';
import { parseSize } from '../flags/parse-size.ts';
import type { Shell } from '../shell.ts';

interface Said {
  readonly stateDir?: string;
  readonly json?: boolean;
  readonly stateMax?: string;
  readonly olderThan?: string;
  readonly all?: boolean;
}

const actions = ['list', 'show', 'verify', 'prune'] as const;

/** `codefang state`: what earlier runs keep for later ones. */
export function define(command: Command, shell: Shell): void {
  command.argument('<action>', `${actions.join(', ')}`);
  command.argument('[name...]', 'names shown by list, or their beginnings (default: all)');
  command.option('--state-dir <DIR>', 'directory of saved state (default: $XDG_STATE_HOME/codefang)');
  command.option('--json', 'print list and show as one JSON document');
  command.option('--state-max <SIZE>', 'prune: remove the oldest until at most this size is left, such as 2GiB');
  command.option('--older-than <TIME>', 'prune: remove state that was saved longer ago, such as 30d');
  command.option('--all', 'prune: remove all state that no run is using');
  command.addHelpText(
    'after',
    `
Examples:
  codefang state list                       repositories, commits, size and age of saved state
  codefang state verify                     read every byte; exit code 1 if anything is damaged
  codefang state prune --older-than 30d     remove state that was not used for 30 days`,
  );
  command.action((action: string, names: readonly string[], said: Said) => {
    const isJson = said.json === true;
    const directory = keptStateDirectory(said.stateDir);
    const states = chosen(listState(directory), names);
    const surveys = names.length === 0 ? listSurveys(directory) : [];
    if (action === 'list') shell.writeOut(isJson ? json(states, surveys) : list(states, surveys, directory));
    else if (action === 'show') shell.writeOut(isJson ? json(states, []) : states.map(show).join('\n'));
    else if (action === 'verify') verify(states, shell);
    else if (action === 'prune') prune(states, surveys, said, shell);
    else throw refusal(`action "${action}"`, `expected ${actions.join(', ')}`);
  });
}

function chosen(states: readonly KeptState[], names: readonly string[]): readonly KeptState[] {
  if (names.length === 0) return states;
  for (const name of names) {
    if (states.some((state) => state.name.startsWith(name))) continue;
    throw refusal(`state "${name}"`, 'no saved state has a name that begins with it, see codefang state list');
  }
  return states.filter((state) => names.some((name) => state.name.startsWith(name)));
}

function list(states: readonly KeptState[], surveys: readonly KeptSurvey[], directory: string): string {
  const commits = surveys.length === 0 ? '' : `, ${formatBytes(sum(surveys))} of commits`;
  if (states.length === 0) {
    return commits === ''
      ? `There is no saved state in ${visibleText(directory)}\n`
      : `0 kept${commits} in ${visibleText(directory)}\n`;
  }
  const rows = states.map((state) => [
    state.name,
    formatBytes(state.bytes),
    age(state),
    `${Math.max(0, ...state.places)} of ${state.about?.commits ?? '?'} commits`,
    state.isInUse ? 'in use' : state.damaged.length > 0 ? 'damaged' : '',
    visibleText(state.about?.path ?? ''),
  ]);
  const header = ['name', 'size', 'age', 'analysed', 'state', 'repository'];
  const widths = header.map((word, at) => Math.max(word.length, ...rows.map((row) => row[at]!.length)));
  const lines = [header, ...rows].map((row) =>
    row
      .map((text, at) => text.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
  const kept = `${states.length} kept, ${formatBytes(sum(states))}${commits}`;
  return `${lines.join('\n')}\n${kept} in ${visibleText(directory)}\n`;
}

function sum(kept: readonly { readonly bytes: number }[]): number {
  return kept.reduce((total, { bytes }) => total + bytes, 0);
}

function show(state: KeptState): string {
  const { about, fields, places, damaged } = state;
  const lines = [
    state.name,
    `  folder       ${visibleText(state.folder)}`,
    `  repository   ${visibleText(about?.path ?? '')}, first commit ${about?.repository ?? '?'}`,
    `  head         ${about?.head ?? '?'}, ${about?.commits ?? '?'} commits`,
    `  checkpoints  at commits ${places.filter((place) => place >= 0).join(', ') || 'none that can be read'}`,
    `  size, age    ${formatBytes(state.bytes)}, ${age(state)}${state.isInUse ? ', in use' : ''}`,
    ...Object.entries(fields ?? {}).map(([name, value]) => {
      return `  ${name.padEnd(12)} ${visibleText(JSON.stringify(value))}`;
    }),
    ...damaged.map((reason) => `  damaged      ${visibleText(reason)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function json(states: readonly KeptState[], found: readonly KeptSurvey[]): string {
  const kept = states.map(({ name, folder, about, fields, places, damaged, bytes, savedAtMs, isInUse }) => ({
    name,
    folder,
    repository: about?.path ?? null,
    first_commit: about?.repository ?? null,
    head: about?.head ?? null,
    commits: about?.commits ?? null,
    checkpoints: places.filter((place) => place >= 0),
    bytes,
    saved_at: new Date(savedAtMs).toISOString(),
    in_use: isInUse,
    fields: fields ?? null,
    damaged,
  }));
  const surveys = found.map(({ path, bytes, savedAtMs }) => {
    return { path, bytes, saved_at: new Date(savedAtMs).toISOString() };
  });
  return `${JSON.stringify({ schema: 'codefang.state.v1', kept, surveys }, undefined, 2)}\n`;
}

function verify(states: readonly KeptState[], shell: Shell): void {
  let wrongCount = 0;
  for (const state of states) {
    const wrong = verifyState(state);
    wrongCount += wrong.length;
    const told = wrong.length === 0 ? `whole, ${state.places.length} checkpoints` : 'damaged';
    shell.writeOut(`${state.name}  ${told}\n${wrong.map((reason) => `  ${visibleText(reason)}\n`).join('')}`);
  }
  if (wrongCount === 0) return;
  const state = `${wrongCount} checkpoints are damaged`;
  throw new CodefangError('STATE', `Cannot use all saved state: ${state}, runs resume from others or start afresh`);
}

function prune(states: readonly KeptState[], surveys: readonly KeptSurvey[], said: Said, shell: Shell): void {
  const { stateMax, olderThan, all } = said;
  if (stateMax === undefined && olderThan === undefined && all !== true) {
    throw refusal('prune', 'expected --state-max SIZE, --older-than TIME or --all');
  }
  const bytesMax = all === true ? 0 : stateMax === undefined ? Number.POSITIVE_INFINITY : parseSize(stateMax);
  const oldestMs = olderThan === undefined ? 0 : Date.now() - parseDuration(olderThan) * 1000;
  let keptBytes = 0;
  let removedBytes = 0;
  // The last saved come first, so that the oldest go.
  for (const state of states) {
    const isKept = keptBytes + state.bytes <= bytesMax && state.savedAtMs >= oldestMs && all !== true;
    if (isKept || !removeState(state)) {
      keptBytes += state.bytes;
      if (!isKept) shell.writeErr(`codefang: ${state.name} is kept, a run is using it\n`);
    } else {
      removedBytes += state.bytes;
      shell.writeOut(`removed ${state.name}  ${formatBytes(state.bytes)}  ${visibleText(state.about?.path ?? '')}\n`);
    }
  }
  // What surveys keep has only what states leave: it is read again in seconds.
  for (const survey of surveys) {
    if (keptBytes + survey.bytes <= bytesMax && survey.savedAtMs >= oldestMs && all !== true) {
      keptBytes += survey.bytes;
      continue;
    }
    removeSurvey(survey);
    removedBytes += survey.bytes;
    shell.writeOut(`removed a list of commits  ${formatBytes(survey.bytes)}\n`);
  }
  shell.writeOut(`${formatBytes(removedBytes)} removed, ${formatBytes(keptBytes)} kept\n`);
}

function age({ savedAtMs }: KeptState): string {
  return formatDuration(Math.max(0, Date.now() - savedAtMs));
}

function refusal(what: string, state: string): CodefangError {
  return new CodefangError('USAGE', `Cannot use ${what}: ${state}`);
}
