import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import { daysBetween, fixedLines } from './fixed-lines.ts';

const columns: readonly Column[] = [
  { name: 'fix_commit', type: 'oid', description: 'Commit that fixes a defect, by its message' },
  {
    name: 'intro_commit',
    type: 'oid',
    isNullable: true,
    description: 'Commit that wrote the lines which the fix removed; null where they are older than the walk',
  },
  { name: 'file', type: 'string', description: 'Path that the file has at the end, or had last' },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Number of these lines' },
  {
    name: 'days_between',
    type: 'float',
    unit: 'days',
    isNullable: true,
    description: 'Time from the one to the other; null where the lines are older than the walk',
  },
  {
    name: 'person_intro',
    type: 'string',
    isNullable: true,
    description: 'Who wrote the lines; null where they are older than the walk',
  },
];

/** The section `szz`: by the mainline commit that brought the fix, then by intro commit, file and fix. */
export function szzSection(context: ReportContext): Section {
  return {
    name: 'szz',
    title: 'Commits whose lines a fix removed',
    shape: 'table',
    columns,
    show: {
      columns: ['fix_commit', 'intro_commit', 'file', 'lines', 'days_between'],
      bar: 'lines',
      keep: 'last',
      emptyBecause: 'no commit whose message says that it fixes a defect removed a line',
    },
    rows: { [Symbol.iterator]: () => rows(context) },
  };
}

function* rows(context: ReportContext): Generator<readonly Cell[]> {
  for (const death of fixedLines(context)) {
    const { remover, origin, file, lines } = death;
    const isKnown = origin >= 0;
    yield [
      context.commitOid(remover),
      isKnown ? context.commitOid(origin) : null,
      context.pathText(context.lines.filePathId(file)),
      lines,
      isKnown ? daysBetween(death, context) : null,
      isKnown ? context.personName(context.personOf(origin)) : null,
    ];
  }
}
