/**
 * The tables that readers of code-maat expect, and how each is cut from one of ours.
 *
 *   revisions             entity,n-revs
 *   authors               entity,n-authors,n-revs
 *   entity-churn          entity,added,deleted,commits
 *   entity-ownership      entity,author,added,deleted
 *   main-dev              entity,main-dev,added,total-added,ownership
 *   refactoring-main-dev  entity,main-dev,removed,total-removed,ownership
 *   coupling              entity,coupled,degree,average-revs
 *   author-churn          author,added,deleted,commits
 *   abs-churn             date,added,deleted,commits
 *
 * Names and columns are those of code-maat 1.0 (`supported-analysis` in its app.clj).
 */
import { type Cell, type CellRecord, CodefangError, isList } from '../../engine/index.ts';
import type { NamedRow } from './named-row.ts';

/** What rows of other tables have said before. */
export interface CodeMaatFacts {
  /** The name of a person. */
  personName(id: number): string;
  /** The first day of a tick, and the commits in it. */
  dayOf(tick: number): string;
  commitsIn(tick: number): number;
}

export interface CodeMaatTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** The table of ours that it is cut from. */
  readonly source: string;
  readonly rowsOf: (row: NamedRow, facts: CodeMaatFacts) => readonly (readonly Cell[])[];
}

const churn = 'history/file-history:file_churn';
const contributors = 'history/file-history:file_contributors';

export const codeMaatTables: readonly CodeMaatTable[] = [
  table('revisions', 'entity n-revs', churn, (row) => [row.pick('path commit_count')]),
  table('authors', 'entity n-authors n-revs', churn, (row) => [row.pick('path contributor_count commit_count')]),
  table('entity-churn', 'entity added deleted commits', churn, (row) => [
    row.pick('path total_lines_added total_lines_removed commit_count'),
  ]),
  table('entity-ownership', 'entity author added deleted', contributors, owners),
  table('main-dev', 'entity main-dev added total-added ownership', contributors, mainBy('added')),
  table('refactoring-main-dev', 'entity main-dev removed total-removed ownership', contributors, mainBy('removed')),
  table('coupling', 'entity coupled degree average-revs', 'history/couples:file_coupling', coupling),
  table('author-churn', 'author added deleted commits', 'history/devs:developers', (row) => [
    row.pick('name lines_added lines_removed commits'),
  ]),
  table('abs-churn', 'date added deleted commits', 'history/devs:churn', (row, facts) => {
    const tick = row.number('tick');
    return [[facts.dayOf(tick), ...row.pick('lines_added lines_removed'), facts.commitsIn(tick)]];
  }),
];

/** Tables of code-maat that a report has not the numbers for. */
const underivable: Readonly<Record<string, string>> = {
  soc: 'sums of common changes are not kept by file',
  summary: 'changes are not counted by revision of a file',
  identity: 'single changes are not kept',
  'entity-effort': 'commits of a person are not kept by file',
  'main-dev-by-revs': 'commits of a person are not kept by file',
  fragmentation: 'commits of a person are not kept by file',
  communication: 'common files of two people are counted by another rule',
  messages: 'messages of commits are not read',
  age: 'the last change of a file is not kept',
};

/** Whether code-maat has a table of this name; not all of them can be derived. */
export function isCodeMaatTable(name: string): boolean {
  return Object.hasOwn(underivable, name) || codeMaatTables.some((one) => one.name === name);
}

/** @throws {CodefangError} USAGE for a table that there is not, or that cannot be derived */
export function findCodeMaatTable(name: string): CodeMaatTable {
  const found = codeMaatTables.find((one) => one.name === name);
  if (found !== undefined) return found;
  const known = `expected ${codeMaatTables.map((one) => one.name).join(', ')}`;
  const reason = Object.hasOwn(underivable, name) ? underivable[name]! : 'code-maat has no such table';
  throw new CodefangError('USAGE', `Cannot write table "${name}" of code-maat: ${reason}, ${known}`);
}

/** Analyzers that a report must have for a table, or for all of them. */
export function codeMaatAnalyzers(name: string | undefined): readonly string[] {
  const tables = name === undefined ? codeMaatTables : [findCodeMaatTable(name)];
  const ids = tables.map(({ source }) => source.slice(0, source.indexOf(':')));
  // People have their names in the table of developers.
  const named = tables.some(({ source }) => source === contributors) ? ['history/devs'] : [];
  return [...new Set([...ids, ...named])].sort();
}

function table(name: string, columns: string, source: string, rowsOf: CodeMaatTable['rowsOf']): CodeMaatTable {
  return { name, columns: columns.split(' '), source, rowsOf };
}

/** `{added, removed}` by the id of a person, ids ascending. */
function workIn(row: NamedRow): readonly (readonly [id: number, work: CellRecord])[] {
  const people = row.cell('contributors');
  if (typeof people !== 'object' || people === null || isList(people)) return [];
  return Object.entries(people).map(([id, work]) => [Number(id), work as CellRecord]);
}

function owners(row: NamedRow, facts: CodeMaatFacts): readonly (readonly Cell[])[] {
  return workIn(row).map(([id, { added = 0, removed = 0 }]) => [
    row.cell('path'),
    facts.personName(id),
    added,
    removed,
  ]);
}

/** Whoever has most of it, the smaller id of equal ones, with the share to two digits as code-maat tells it. */
function mainBy(measure: 'added' | 'removed'): CodeMaatTable['rowsOf'] {
  return (row, facts) => {
    let total = 0;
    let topLines = -1;
    let topId = -1;
    for (const [id, work] of workIn(row)) {
      const lines = Number(work[measure]);
      total += lines;
      if (lines <= topLines) continue;
      topLines = lines;
      topId = id;
    }
    if (topId < 0) return [];
    const share = Number((topLines / Math.max(1, total)).toPrecision(2));
    return [[row.cell('path'), facts.personName(topId), topLines, total, share]];
  };
}

/** The strength is common changes by their mean, so it gives the mean back; that is a whole or a half. */
function coupling(row: NamedRow): readonly (readonly Cell[])[] {
  const common = row.number('co_changes');
  const twiceMean = Math.max(1, Math.round((2 * common) / row.number('coupling_strength')));
  const degree = Math.floor((200 * common) / twiceMean);
  return [[...row.pick('file1 file2'), degree, Math.ceil(twiceMean / 2)]];
}
