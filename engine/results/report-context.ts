import { assert, KiB } from '../base/index.ts';
import type { CommitNotes } from '../commit-notes.ts';
import type {
  CommitText,
  Facts,
  FactSpec,
  FinalFiles,
  HistorySummary,
  LineReport,
  PathClass,
  ReportContext,
} from '../contract.ts';
import { commitFlag, isoUtc, logOrder } from '../history/index.ts';
import type { LineReader } from '../lines/index.ts';
import { type NoteColumns, readCommitNotes } from '../notes/index.ts';
import { languageCount, languageName } from '../source/index.ts';
import { FactTable } from '../spill/index.ts';
import { ScratchTable } from './scratch-table.ts';
import { eachCommit, type History, readFinalFile } from '../survey/index.ts';
import { TextCache } from '../state/index.ts';
import { PathClasses } from './path-classes.ts';
import type { FoldedRun } from '../run/index.ts';

const scratchBytesMin = 256 * KiB;
/** An analyzer re-sorts at most this many things at a time; the region for it is shared among them. */
const scratchTablesAtOnce = 7;

const pathClasses: readonly PathClass[] = [
  'code',
  'test',
  'docs',
  'config',
  'generated',
  'vendored',
  'data',
  'bookkeeping',
];

/** What reports may ask about a folded run. Scratch tables live until `dropScratch`. */
export class RunReportContext implements ReportContext {
  readonly history: HistorySummary;
  readonly files: FinalFiles;
  readonly #history: History;
  readonly #run: FoldedRun;
  readonly #scratchBytes: number;
  readonly #names: TextCache;
  readonly #lineReader: LineReader | undefined;
  readonly #pathClasses: PathClasses;
  /** Of each path, its class + 1; 0 where nobody asked. BOUNDED BY: one byte per path. */
  readonly #classes: Uint8Array;
  readonly #scratch = new Set<FactTable>();
  #scratchCount = 0;
  #notes: NoteColumns | undefined;

  constructor(history: History, run: FoldedRun, scratchBytes: number) {
    this.history = history.summary;
    this.files = run.files;
    this.#history = history;
    this.#run = run;
    this.#lineReader = run.lines?.reader(run.files);
    this.#pathClasses = new PathClasses(run.files, (path) => this.fileBytes(path));
    this.#classes = new Uint8Array(run.paths.count);
    this.#names = new TextCache((id) => history.people.name(id));
    this.#scratchBytes = Math.max(scratchBytesMin, Math.floor(scratchBytes / scratchTablesAtOnce));
  }

  get lines(): LineReport {
    assert(this.#lineReader !== undefined, 'an analyzer that reads lines declares that it needs them');
    return this.#lineReader.report((spec) => this.scratch(spec));
  }

  get notes(): CommitNotes {
    assert(this.#needsMessages, 'an analyzer that reads what commits say declares that it needs messages');
    const { spill, objectScratch } = this.#run;
    return (this.#notes ??= readCommitNotes(this.#history, spill, objectScratch));
  }

  get #needsMessages(): boolean {
    return this.#run.slots.some((slot) => slot.needs('messages'));
  }

  personOf(place: number): number {
    return this.#history.personOfPlace[place]!;
  }

  tickOf(place: number): number {
    return this.#history.tickOfPlace[place]!;
  }

  isMainline(place: number): boolean {
    return this.#history.table.hasFlag(this.#history.order[place]!, commitFlag.mainline);
  }

  pathText(pathId: number): string {
    return this.#run.paths.textOf(pathId);
  }

  pathBytes(pathId: number): Uint8Array {
    return this.#run.paths.bytesOf(pathId);
  }

  languageOfPath(pathId: number): number {
    return this.#run.languageOfPath(pathId);
  }

  classOfPath(pathId: number): PathClass {
    const known = this.#classes[pathId] ?? 0;
    if (known > 0) return pathClasses[known - 1]!;
    const found = this.#pathClasses.classOf(this.#run.paths.textOf(pathId));
    this.#classes[pathId] = pathClasses.indexOf(found) + 1;
    return found;
  }

  fileBytes(path: string): Uint8Array | undefined {
    return readFinalFile(this.#history, path);
  }

  get personCount(): number {
    return this.#history.people.count;
  }

  personName(id: number): string {
    return this.#names.get(id);
  }

  authorName(place: number): string {
    const { table, order, people } = this.#history;
    return people.nameOfIdent(table.ident(order[place]!));
  }

  personEmail(id: number): string {
    return this.#history.people.email(id);
  }

  isBot(id: number): boolean {
    return this.#history.people.isBot(id);
  }

  findPeople(texts: readonly string[]): readonly (readonly number[])[] {
    return this.#history.people.find(texts);
  }

  get isAnonymous(): boolean {
    return this.#history.people.isAnonymous;
  }

  get languageCount(): number {
    return languageCount();
  }

  languageName(id: number): string {
    return languageName(id);
  }

  commitOid(index: number): string {
    return this.#history.table.oidHex(this.#history.order[index]!);
  }

  commitSeconds(index: number): number {
    return this.#history.secondsOfPlace[index]!;
  }

  eachCommit(visit: (commit: CommitText) => void): void {
    eachCommit(this.#history, visit);
  }

  logOrder(): Int32Array {
    const { table, order } = this.#history;
    const placeOf = new Int32Array(table.count).fill(-1);
    order.forEach((index, place) => void (placeOf[index] = place));
    const places = new Int32Array(order.length);
    let count = 0;
    for (const index of logOrder(table)) {
      const place = placeOf[index]!;
      if (place < 0) continue;
      places[count] = place;
      count += 1;
    }
    return places;
  }

  isoUtc(seconds: number): string {
    return isoUtc(seconds);
  }

  factsOf<Name extends string>(analyzerId: string, table: string): Facts<Name> {
    const slot = this.#run.slots.find(({ definition }) => definition.id === analyzerId);
    assert(slot !== undefined, `an analyzer that reads ${analyzerId} declares it`);
    const facts = slot.state.factsNamed(table);
    assert(facts !== undefined, `${analyzerId} has a table ${table}`);
    return facts;
  }

  scratch<Key extends string, Column extends string>(spec: FactSpec<Key, Column>): ScratchTable<Key | Column> {
    this.#scratchCount += 1;
    const table = new FactTable({
      name: `scratch-${this.#scratchCount}-${spec.name}`,
      ...ScratchTable.storeShape(spec),
      bytesMax: this.#scratchBytes,
      spillTo: this.#run.spill,
    });
    this.#scratch.add(table);
    return new ScratchTable(spec, table, () => this.#drop(table));
  }

  #drop(table: FactTable): void {
    table.drop();
    this.#scratch.delete(table);
  }

  /** Forgets the scratch tables; called when an analyzer's report is written. */
  dropScratch(): void {
    for (const table of this.#scratch) this.#drop(table);
  }
}
