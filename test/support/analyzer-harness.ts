import { registry } from '../../analyzers/index.ts';
import type {
  AnalyzerDefinition,
  AnalyzerRun,
  AnalyzerSetup,
  Cell,
  CommitView,
  FactSpec,
  FileChanges,
  FinalFiles,
  OptionValues,
  Parts,
  ReportContext,
  Section,
} from '../../engine/index.ts';
import { isoUtc } from '../../engine/history/index.ts';
import { pathClassOf } from '../../engine/source/index.ts';
import { NamedFacts } from '../../engine/spill/index.ts';
import { CommitStory, languageIdOf, languageNames, type StoryChange, type StoryCommit } from './commit-story.ts';
import { EvictingParts } from './evicting-parts.ts';
import { MemoryFacts } from './memory-facts.ts';
import { type StoryEvent, StoryLines } from './story-lines.ts';

export interface AnalysisOptions {
  readonly options?: OptionValues;
  /** Cuts commits into slices; default: never. */
  readonly changesPerSlice?: number;
  /** Starts the analyzer anew from its tables after so many commits; default: never. */
  readonly restartEvery?: number;
  /** Replaces what the end of history says, to break it. */
  readonly files?: Partial<FinalFiles>;
  /** Are told behind the others, to break the ledger. */
  readonly extraEvents?: readonly StoryEvent[];
}

export type Row = Readonly<Record<string, Cell>>;

/** What an analyzer said of a story. */
export interface Analysis {
  readonly sections: readonly {
    readonly section: Section;
    readonly rows: readonly (readonly Cell[])[];
  }[];
  readonly gaps: Readonly<Record<string, number>>;
  /** What it says of each commit, in walk order. */
  readonly commits: readonly (readonly number[])[];
  /** Rows of a section by column name. */
  table(section: string): Row[];
  /** The only row of a section. */
  record(section: string): Row;
}

/** Runs an analyzer over a story with naive tables, and reads its report to the end. */
export function analyze(definition: AnalyzerDefinition, story: CommitStory, options: AnalysisOptions = {}): Analysis {
  const bench = new AnalyzerBench(definition, options);
  bench.walk(story);
  const context = bench.context(story);
  const sections: Analysis['sections'][number][] = [];
  for (const section of bench.run.report(context)) {
    sections.push({ section, rows: Array.from(section.rows) });
  }
  bench.checkCursors();
  const gaps = bench.run.gaps?.(context) ?? {};
  bench.checkCursors();
  const table = (name: string): Row[] => tableOf(sections, name);
  return { sections, gaps, commits: bench.commits, table, record: (name) => table(name)[0]! };
}

/** One analyzer with the tables that it asked for. */
export class AnalyzerBench {
  run: AnalyzerRun;
  readonly commits: (readonly number[])[] = [];
  readonly #definition: AnalyzerDefinition;
  readonly #options: AnalysisOptions;
  readonly #setup: KeptSetup;
  readonly #tables: MemoryFacts[] = [];
  /** Those whose facts it reads. */
  readonly #read: readonly AnalyzerBench[];
  #lines: StoryLines | undefined;

  constructor(definition: AnalyzerDefinition, options: AnalysisOptions = {}) {
    this.#definition = definition;
    this.#options = options;
    const initial = definition.options.map((option) => [option.name, option.initial] as const);
    const values = { ...Object.fromEntries(initial), ...options.options };
    this.#setup = new KeptSetup(values, this.#tables);
    this.run = definition.create(this.#setup);
    const { reads = [] } = definition;
    this.#read = reads.map((id) => new AnalyzerBench(registry.find((one) => one.id === id)!));
  }

  walk(story: CommitStory): void {
    for (const read of this.#read) read.walk(story);
    const { restartEvery = Number.POSITIVE_INFINITY } = this.#options;
    const isWanted = this.#definition.needs.includes('lines');
    this.#lines = isWanted ? new StoryLines(story, this.#options.extraEvents) : undefined;
    story.commits.forEach((commit, index) => {
      if ((index + 1) % restartEvery === 0) this.run = this.#definition.create(this.#setup);
      this.#foldSlices(commit, index, commit.isMerge ? [] : commit.changes);
    });
  }

  context(story: CommitStory): ReportContext {
    const factsOf = <Name extends string>(id: string, table: string): NamedFacts<Name> => {
      const owner = [this, ...this.#read].find((bench) => bench.#definition.id === id);
      return owner!.#setup.named(table);
    };
    return contextOf(story, this.#options.files ?? {}, this.#tables, this.#lines, factsOf);
  }

  /** Every cursor must have been closed. */
  checkCursors(): void {
    for (const read of this.#read) read.checkCursors();
    for (const { openCursorCount } of [...this.#tables, ...(this.#lines === undefined ? [] : [this.#lines])]) {
      if (openCursorCount !== 0) throw new Error('The contract of facts is broken: cursors are closed');
    }
  }

  #askOf(commit: CommitView): void {
    const values = new Float64Array(this.#definition.commitColumns?.length ?? 0);
    this.run.commitValues?.(commit, values);
    this.commits.push([...values]);
  }

  #foldSlices(commit: StoryCommit, index: number, changes: readonly StoryChange[]): void {
    const { changesPerSlice = Math.max(1, changes.length) } = this.#options;
    for (let start = 0; start === 0 || start < changes.length; start += changesPerSlice) {
      const end = Math.min(changes.length, start + changesPerSlice);
      const view: CommitView = {
        place: index,
        tick: commit.tick,
        seconds: commit.seconds,
        personId: commit.person,
        parentCount: commit.isMerge ? 2 : index === 0 ? 0 : 1,
        isMainline: commit.isMainline,
        changeCount: changes.length,
        isFirstSlice: start === 0,
        isLastSlice: end === changes.length,
        netLines: 0,
      };
      const slice = new SliceOfChanges(changes.slice(start, end));
      if (this.#definition.needs.includes('changes')) this.run.fold!(view, slice, new SliceOfChanges([]));
      slice.spoil();
      if (view.isLastSlice) this.#askOf({ ...view, netLines: this.#lines?.netLines[index] ?? 0 });
    }
  }
}

/** Hands out the same tables each time that an analyzer is made. */
class KeptSetup implements AnalyzerSetup {
  readonly options: OptionValues;
  readonly #kept = new Map<string, unknown>();
  readonly #tables: MemoryFacts[];

  constructor(options: OptionValues, tables: MemoryFacts[]) {
    this.options = options;
    this.#tables = tables;
  }

  facts: AnalyzerSetup['facts'] = <Key extends string, Column extends string>(spec: FactSpec<Key, Column>) =>
    this.#keep(`facts ${spec.name}`, () => newTable<Key | Column>(spec, this.#tables));

  parts: AnalyzerSetup['parts'] = <Part>(name: string, shape: ConstructorParameters<typeof EvictingParts<Part>>[0]) =>
    this.#keep<Parts<Part>>(`parts ${name}`, () => new EvictingParts(shape));

  named<Name extends string>(table: string): NamedFacts<Name> {
    return this.#kept.get(`facts ${table}`) as NamedFacts<Name>;
  }

  #keep<Table>(name: string, make: () => Table): Table {
    if (!this.#kept.has(name)) this.#kept.set(name, make());
    return this.#kept.get(name) as Table;
  }
}

function newTable<Name extends string>(spec: FactSpec, tables: MemoryFacts[]): NamedFacts<Name> {
  const table = new MemoryFacts(spec);
  tables.push(table);
  return new NamedFacts(spec, table);
}

/** Columns over an array of changes, spoilt after the fold. */
class SliceOfChanges implements FileChanges {
  readonly #changes: readonly StoryChange[];
  #isSpoilt = false;

  constructor(changes: readonly StoryChange[]) {
    this.#changes = changes;
  }

  get count(): number {
    return this.#changes.length;
  }

  kind = (at: number): number => this.#at(at).kind;
  pathId = (at: number): number => this.#at(at).pathId;
  oldPathId = (at: number): number => this.#at(at).oldPathId;
  fileId = (at: number): number => this.#at(at).fileId;
  languageId = (at: number): number => this.#at(at).languageId;
  added = (at: number): number => this.#at(at).added;
  removed = (at: number): number => this.#at(at).removed;
  isBinary = (at: number): boolean => this.#at(at).isBinary;
  changed = (at: number): number => this.#at(at).changed;
  oldLines = (at: number): number => this.#at(at).oldLines;
  newLines = (at: number): number => this.#at(at).newLines;

  spoil(): void {
    this.#isSpoilt = true;
  }

  #at(at: number): StoryChange {
    const change = this.#changes[at];
    if (change === undefined || this.#isSpoilt) throw new Error('A view is read beyond its fold or count');
    return change;
  }
}

/** They share the region for re-sorting, and live until the report of their analyzer ends. */
const scratchTablesMax = 7;

const names = ['Ada', 'Bob', 'Cyd', 'Dan'];

function contextOf(
  story: CommitStory,
  broken: Partial<FinalFiles>,
  tables: MemoryFacts[],
  lines: StoryLines | undefined,
  factsOf: ReportContext['factsOf'],
): ReportContext {
  const { commits } = story;
  const scratchNames = new Set<string>();
  const claim = (name: string): void => {
    if (scratchNames.has(name)) throw new Error(`Scratch "${name}" is asked for twice`);
    scratchNames.add(name);
    if (scratchNames.size > scratchTablesMax) throw new Error('More scratch tables than allowed');
  };
  if (lines !== undefined) lines.onDeaths = () => claim(`landed removals ${scratchNames.size}`);
  return {
    history: {
      commits: commits.length,
      mainlineCommits: commits.filter(({ isMainline }) => isMainline).length,
      merges: commits.filter(({ isMerge }) => isMerge).length,
      firstCommitSeconds: commits[0]?.seconds ?? 0,
      lastCommitSeconds: commits.at(-1)?.seconds ?? 0,
      tickSeconds: CommitStory.tickSeconds,
      originSeconds: commits.length === 0 ? 0 : CommitStory.originSeconds,
      lastTick: commits.at(-1)?.tick ?? 0,
    },
    files: { ...finalFilesOf(story), ...broken },
    get lines() {
      if (lines === undefined) throw new Error('Lines are read by an analyzer that does not need them');
      return lines;
    },
    personOf: (place) => commits[place]!.person,
    tickOf: (place) => commits[place]!.tick,
    isMainline: (place) => commits[place]!.isMainline,
    pathText: (pathId) => story.paths[pathId]!,
    pathBytes: (pathId) => Buffer.from(story.paths[pathId]!),
    languageOfPath: (pathId) => languageIdOf(story.paths[pathId]!),
    classOfPath: (pathId) => pathClassOf(story.paths[pathId]!),
    fileBytes: () => undefined,
    personCount: story.personCount,
    personName: (id) => names[id] ?? `Person ${id}`,
    authorName: (place) => names[commits[place]!.person] ?? `Person ${commits[place]!.person}`,
    personEmail: (id) => `${(names[id] ?? `p${id}`).toLowerCase()}@example.org`,
    languageCount: languageNames.length,
    languageName: (id) => languageNames[id]!,
    commitOid: (index) => index.toString(16).padStart(40, '0'),
    commitSeconds: (index) => commits[index]!.seconds,
    eachCommit: (visit) =>
      commits.forEach(({ seconds }, place) =>
        visit({ place, authorSeconds: seconds, authorZoneMinutes: 0, subject: place % 2 === 0 ? 'Fix it' : 'Add it' }),
      ),
    logOrder: () => Int32Array.from(commits.keys()).reverse(),
    isoUtc,
    factsOf,
    scratch(spec) {
      claim(spec.name);
      const drop = (): void => void scratchNames.delete(spec.name);
      return Object.assign(newTable(spec, tables), { [Symbol.dispose]: drop }) as never;
    },
  };
}

function finalFilesOf(story: CommitStory): FinalFiles {
  const paths = Array.from(story.tree.keys());
  paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const file = (rank: number) => story.tree.get(paths[rank]!)!;
  const fileId = (rank: number): number => story.identity.fileOf(story.pathId(paths[rank]!));
  return {
    count: paths.length,
    path: (rank) => paths[rank]!,
    lines: (rank) => file(rank).lines,
    isBinary: (rank) => file(rank).isBinary,
    pathId: (rank) => story.pathId(paths[rank]!),
    fileId,
    rankOfPath: (pathId) => paths.indexOf(story.paths[pathId] ?? ''),
    eachRankOfFile(wanted, visit) {
      paths.forEach((_, rank) => {
        if (wanted >= 0 && fileId(rank) === wanted) visit(rank);
      });
    },
    textLines: paths.reduce((sum, _, rank) => sum + file(rank).lines, 0),
  };
}

function tableOf(sections: Analysis['sections'], name: string): Row[] {
  const found = sections.find(({ section }) => section.name === name);
  if (found === undefined) throw new Error(`No section "${name}"`);
  const columns = found.section.columns;
  return found.rows.map((row) => Object.fromEntries(columns.map((column, at) => [column.name, row[at]!])));
}
