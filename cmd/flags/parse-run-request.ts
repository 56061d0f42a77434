import { join, resolve } from 'node:path';
import { findFormat, folderOf, selectAnalyzers } from '../../analysis/internal.ts';
import { codeMaat } from '../../analyzers/index.ts';
import {
  type AnalyzerDefinition,
  CodefangError,
  type OptionValues,
  parseTableName,
  seriesTable,
} from '../../engine/index.ts';
import { type ConfigFile, readConfigFile } from '../config/config-file.ts';
import { type FolderView, folderView } from '../config/folder-view.ts';
import { modestValues } from '../config/modest-values.ts';
import { findRepositoryConfig } from '../config/repository-config.ts';
import { didYouMean } from '../nearest-name.ts';
import { quoted } from '../quoted.ts';
import type { RunRequest } from '../run-request.ts';
import { chooseTargets } from './choose-targets.ts';
import { commandLineValues, type SaidFlags } from './command-line.ts';
import type { Flag } from './flag.ts';
import { flagTable } from './flag-table.ts';
import { parseSwitch } from './parse-switch.ts';
import { type Environment, readEnvironment } from './read-environment.ts';
import { initialDraft, type RunDraft } from './run-draft.ts';
import { type SaidValue, type SaidValues, sourceRank } from './said-value.ts';
import { wantsColor } from './wants-color.ts';

/** Everything outside the command line that a request depends on. */
export interface RequestContext {
  readonly environment: Environment;
  readonly workingDirectory: string;
  readonly homeDirectory: string;
  readonly temporaryDirectory: string;
  /** Whether the standard output is a terminal. */
  readonly isTerminal: boolean;
  /** The clock, in seconds since 1970. */
  readonly nowSeconds: number;
  readonly registry: readonly AnalyzerDefinition[];
}

/**
 * What is asked for, out of flags, environment, configuration and defaults, in this order. Reads
 * the configuration file and looks for the work tree; paths stay as said.
 *
 * @throws {CodefangError} USAGE naming the source of what is wrong
 */
export async function parseRunRequest(
  repository: string,
  commandLine: SaidFlags,
  context: RequestContext,
): Promise<RunRequest> {
  const { environment, registry } = context;
  const flags = flagTable(registry);
  const said = commandLineValues(commandLine, flags);
  const saidOutside = readEnvironment(environment, flags);
  const file = configFileOf(said.get('config') ?? saidOutside.get('config'), repository, context);
  const sections = registry.map(({ id }) => folderOf(id));
  const read = file === undefined ? undefined : await readConfigFile(file, flags, sections);
  const isStrangers = file?.owner === 'repository' && read !== undefined;
  const { values: configured, notes: ignored } = isStrangers ? modestValues(read, flags) : { values: read, notes: [] };
  const view = folderView(resolve(context.workingDirectory, repository));
  const winners = strongest(flags, [
    withFolder(said, view),
    saidOutside,
    ...(configured === undefined ? [] : [configured]),
  ]);
  const { temporaryDirectory, nowSeconds } = context;
  const draft = winners.reduce(applied, initialDraft(temporaryDirectory, defaultStateDirectory(context), nowSeconds));
  checkVerbosity(winners);
  const notes = view === undefined ? [] : [folderNote(view, said.has('path'))];
  return decided(repository, forCompat({ ...draft, notes: [...ignored, ...notes, ...draft.notes] }), context);
}

/** A folder of a work tree stands for a --path on the command line, unless there is one. */
function withFolder(said: SaidValues, view: FolderView | undefined): SaidValues {
  if (view === undefined || said.has('path')) return said;
  const value = { texts: [view.pattern], source: `the folder ${view.folder}`, rank: sourceRank.commandLine };
  return new Map([...said, ['path', value]]);
}

function folderNote({ root, folder, pattern }: FolderView, hasPaths: boolean): string {
  if (hasPaths) return `Patterns of --path start at the root of the work tree, ${root}, and not at ${folder}`;
  const whole = `codefang run ${quoted(root)}`;
  return `Counting only files below ${folder}, as with --path ${quoted(pattern)}; for the whole repository: ${whole}`;
}

interface Winner {
  readonly flag: Flag;
  readonly value: SaidValue;
}

/** The strongest voice for each flag, and the weaker ones first, so that flags may outdo others. */
function strongest(flags: readonly Flag[], sources: readonly SaidValues[]): readonly Winner[] {
  const winners: Winner[] = [];
  for (const flag of flags) {
    const value = sources.find((source) => source.has(flag.name))?.get(flag.name);
    if (value !== undefined) winners.push({ flag, value });
  }
  return winners.sort((one, other) => one.value.rank - other.value.rank);
}

function applied(draft: RunDraft, { flag, value }: Winner): RunDraft {
  const texts = flag.isList === true ? value.texts : value.texts.slice(-1);
  try {
    return texts.reduce((before, text) => flag.apply(text, before), draft);
  } catch (cause) {
    throw new CodefangError('USAGE', `Cannot use ${value.source}`, { cause });
  }
}

/** REQUIRES: the values were applied, so that switches can be read. */
function checkVerbosity(winners: readonly Winner[]): void {
  const said = winners.filter(({ flag }) => flag.name === 'quiet' || flag.name === 'verbose');
  const [one, other] = said.map(({ value }) => value).filter(({ texts }) => parseSwitch(texts.at(-1) ?? ''));
  if (one === undefined || other === undefined || one.rank !== other.rank) return;
  const state = 'they contradict each other, expected one of them';
  throw new CodefangError('USAGE', `Cannot use ${one.source} with ${other.source}: ${state}`);
}

function configFileOf(
  named: SaidValue | undefined,
  repository: string,
  { workingDirectory }: RequestContext,
): ConfigFile | undefined {
  const path = named?.texts.at(-1);
  if (path !== undefined) return { path: resolve(workingDirectory, path), owner: 'user' };
  const found = findRepositoryConfig(resolve(workingDirectory, repository));
  return found === undefined ? undefined : { path: found, owner: 'repository' };
}

/** XDG Base Directory Specification 0.8: a relative path there is to be ignored. */
export function defaultStateDirectory({
  environment,
  homeDirectory,
}: Pick<RequestContext, 'environment' | 'homeDirectory'>): string {
  const base = environment['XDG_STATE_HOME'] ?? '';
  return join(base.startsWith('/') ? base : join(homeDirectory, '.local', 'state'), 'codefang');
}

function decided(repository: string, draft: RunDraft, context: RequestContext): RunRequest {
  const { registry, isTerminal, environment } = context;
  const {
    analyzerPatterns,
    saidOptions: _said,
    colorChoice,
    format,
    outputs,
    table: _table,
    compat,
    ...undated
  } = draft;
  const { nowSeconds: _now, ...rest } = undated;
  checkTimes(draft);
  const ids = registry.map(({ id }) => id);
  const usual = registry.filter(({ isOptional }) => isOptional !== true).map(({ id }) => id);
  const analyzers = analyzerPatterns.length === 0 ? usual : selectAnalyzers(analyzerPatterns, ids, didYouMean);
  const untabled = chooseTargets({
    paths: outputs,
    format,
    table: draft.table,
    compat,
    isTerminal,
    wantsColor: (isOnTerminal) => wantsColor(colorChoice, isOnTerminal, environment),
  });
  const perCommit = draft.perCommit || untabled.some((one) => findFormat(one.format, undefined).content === 'commits');
  const table = tableOf(draft, analyzers, ids, perCommit);
  return {
    ...rest,
    repository,
    analyzers,
    analyzerOptions: optionsOf(analyzers, draft, registry),
    // Git's own variable says so by being there, whatever its value.
    replaceObjects: draft.replaceObjects && environment['GIT_NO_REPLACE_OBJECTS'] === undefined,
    targets: untabled.map((target) => (target.table === undefined ? target : { ...target, table })),
    perCommit,
  };
}

function checkTimes({ since, until }: RunDraft): void {
  if (since === undefined || until === undefined || since <= until) return;
  const state = 'it ends before it begins, expected --since at or before --until';
  throw new CodefangError('USAGE', `Cannot use the time from --since to --until: ${state}`);
}

function optionsOf(
  analyzers: readonly string[],
  draft: RunDraft,
  registry: readonly AnalyzerDefinition[],
): Readonly<Record<string, OptionValues>> {
  const filled: Record<string, OptionValues> = {};
  const read = registry.flatMap(({ id, reads = [] }) => (analyzers.includes(id) ? reads : []));
  for (const { id, options } of registry) {
    if (!analyzers.includes(id) && !read.includes(id)) continue;
    const values = options.map(({ name, initial, aliasOf }) => {
      return [name, aliasOf === undefined ? initial : draft[aliasOf]] as const;
    });
    filled[id] = { ...Object.fromEntries(values), ...draft.saidOptions[id] };
  }
  return filled;
}

/** Tables of code-maat are of an analyzer of their own, and of a log without renames. */
function forCompat(draft: RunDraft): RunDraft {
  const { compat, renames, notes, analyzerPatterns, saidOptions, table } = draft;
  if (compat === undefined) return draft;
  const { id } = codeMaat;
  const said = saidOptions[id]?.['analyses'] as readonly string[] | undefined;
  const analyses = table === undefined ? said : [table];
  const isAlone = said?.length === 1 && draft.outputs.every((path) => path === '-');
  const note = 'Renames are not followed, with --compat code-maat they are a file that goes and one that comes';
  return {
    ...draft,
    renames: 'off',
    analyzerPatterns: [...analyzerPatterns, id],
    saidOptions: analyses === undefined ? saidOptions : { ...saidOptions, [id]: { ...saidOptions[id], analyses } },
    table: table ?? (isAlone ? said[0] : undefined),
    notes: renames === 'off' ? notes : [...notes, note],
  };
}

/** The full name of a table whose analyzer may be called by its short name. */
function tableOf(
  { table: text, compat }: RunDraft,
  analyzers: readonly string[],
  ids: readonly string[],
  perCommit: boolean,
): string | undefined {
  if (compat !== undefined || text === undefined) return text;
  const { analyzerId, section } = parseTableName(text);
  if (perCommit && analyzerId === seriesTable.analyzer) return text;
  const id = selectAnalyzers([analyzerId], ids, didYouMean)[0]!;
  if (analyzers.includes(id)) return `${id}:${section}`;
  const state = `analyzer ${id} is not selected, expected one of ${analyzers.join(', ')}`;
  throw new CodefangError('USAGE', `Cannot use table "${text}": ${state}`);
}
