import { changeKind } from '../contract.ts';
import type { ChangeColumns } from './change-columns.ts';
import { changeFlag, lineKind } from './slab-layout.ts';
import type { PassedRun } from './line-passer.ts';
import { addedRanges, type LineRanges, rangesWithout, sharedRanges } from './line-ranges.ts';

/** A changed file of a commit, lines of which may have stood elsewhere. */
export interface CopyTarget {
  /** The row of the path, and the last of the rows that say where its lines come from. */
  readonly head: number;
  last: number;
  readonly lineCount: number;
  /** Rows that compare it with a parent: the row of the path itself, or rows behind it. */
  readonly sources: readonly { readonly parent: number; readonly row: number }[];
  /** Lines without an origin. */
  open: LineRanges;
  /** What was found, by parent and file. */
  readonly found: Map<string, FoundLines>;
}

export interface FoundLines {
  readonly parent: number;
  readonly path: number;
  /** Lines of that file. */
  readonly lines: number;
  readonly runs: PassedRun[];
}

const noText = changeFlag.binary | changeFlag.oversize | changeFlag.missing;

/** Those of the rows `[start, end)` with lines that follow each other, have so many letters and no origin. */
export function copyTargets(columns: ChangeColumns, start: number, end: number, lettersMin: number): CopyTarget[] {
  const targets: CopyTarget[] = [];
  for (let head = start; head < end;) {
    let next = head + 1;
    while (next < end && columns.kind[next]! > changeKind.renamed) next += 1;
    const target = columns.kind[head] === changeKind.deleted ? undefined : targetOf(columns, head, next, lettersMin);
    if (target !== undefined) targets.push(target);
    head = next;
  }
  return targets;
}

function targetOf(columns: ChangeColumns, head: number, end: number, lettersMin: number): CopyTarget | undefined {
  const hasRows = (columns.flags[head]! & changeFlag.linesElsewhere) !== 0;
  const rows = hasRows ? Array.from({ length: end - head - 1 }, (_, at) => head + 1 + at) : [head];
  const isWanted = rows.every((row) => columns.letters[row]! >= lettersMin && columns.kind[row] !== lineKind.taken);
  if (rows.length === 0 || !isWanted) return undefined;
  let open: LineRanges = [0, columns.newLines[rows[0]!]!];
  for (const row of rows) open = sharedRanges(open, openRanges(columns, row));
  const sources = rows.filter((row) => isCompared(columns, row)).map((row) => ({ parent: columns.parent[row]!, row }));
  return { head, last: end - 1, lineCount: columns.newLines[rows[0]!]!, sources, open, found: new Map() };
}

function isCompared({ kind, flags }: ChangeColumns, row: number): boolean {
  const one = kind[row]!;
  return one !== lineKind.born && one !== changeKind.added && (flags[row]! & noText) === 0;
}

/** Lines that a row neither keeps nor passes on. */
function openRanges(columns: ChangeColumns, row: number): LineRanges {
  const { hunks } = columns;
  const start = columns.hunkStart[row]!;
  const passes = start + columns.hunkCount[row]! * 4;
  const passed: number[] = [];
  for (let at = passes; at < passes + columns.passCount[row]! * 4; at += 4) {
    passed.push(hunks[at]!, hunks[at]! + hunks[at + 1]!);
  }
  return rangesWithout(addedRanges(hunks, start, columns.hunkCount[row]!), passed);
}
