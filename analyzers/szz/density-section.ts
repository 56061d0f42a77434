import type { Cell, Column, Facts, ReportContext, Section } from '../../engine/index.ts';
import { fixedLines } from './fixed-lines.ts';

const columns: readonly Column[] = [
  { name: 'scope', type: 'string', description: 'What the label is: all, language, class or file' },
  { name: 'label', type: 'string', description: 'Name of the language or class, or path of the file' },
  { name: 'fixed_lines', type: 'int', unit: 'lines', description: 'Lines that fixes removed' },
  { name: 'born_lines', type: 'int', unit: 'lines', description: 'Lines that came to the mainline' },
  { name: 'rate', type: 'float', isNullable: true, description: 'Fixed by born lines; null where none was born' },
];

/** The section `bug_density`: all, languages and classes by name, then files that were fixed. */
export function densitySection(context: ReportContext): Section {
  return {
    name: 'bug_density',
    title: 'Lines that fixes removed',
    shape: 'table',
    columns,
    show: {
      columns: ['scope', 'label', 'fixed_lines', 'born_lines', 'rate'],
      bar: 'fixed_lines',
      keep: 'largest',
      emptyBecause: 'no line was fixed',
    },
    rows: { [Symbol.iterator]: () => rows(context) },
  };
}

interface Sums {
  born: number;
  fixed: number;
}

type FileLines = Facts<'file' | 'born' | 'fixed'>;

/** BOUNDED BY: an entry a language and a class; files stream through a scratch table. */
function* rows(context: ReportContext): Generator<readonly Cell[]> {
  const files = linesByFile(context);
  const all: Sums = { born: 0, fixed: 0 };
  const byLanguage = new Map<string, Sums>();
  const byClass = new Map<string, Sums>();
  for (const { file, born, fixed } of files) {
    const path = context.lines.filePathId(file);
    const sums = [
      all,
      entryOf(byLanguage, context.languageName(context.languageOfPath(path))),
      entryOf(byClass, context.classOfPath(path)),
    ];
    for (const sum of sums) {
      sum.born += born;
      sum.fixed += fixed;
    }
  }
  if (all.fixed === 0) return;
  yield row('all', '', all);
  yield* rowsOf('language', byLanguage);
  yield* rowsOf('class', byClass);
  for (const { file, born, fixed } of files) {
    if (fixed > 0) yield row('file', context.pathText(context.lines.filePathId(file)), { born, fixed });
  }
}

function linesByFile(context: ReportContext): FileLines {
  const files: FileLines = context.scratch({
    name: 'szz_files',
    keys: ['file'],
    columns: { born: 'sum', fixed: 'sum' },
  });
  for (const { file, lines } of context.lines.events()) if (lines > 0) files.add(file, 0, 0, lines, 0);
  for (const { file, lines } of fixedLines(context)) files.add(file, 0, 0, 0, lines);
  return files;
}

function entryOf(entries: Map<string, Sums>, name: string): Sums {
  const known = entries.get(name) ?? { born: 0, fixed: 0 };
  entries.set(name, known);
  return known;
}

/** Names are ASCII, so that code units order them as bytes do. */
function* rowsOf(scope: string, entries: Map<string, Sums>): Generator<readonly Cell[]> {
  const names = Array.from(entries.keys()).sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) yield row(scope, name, entries.get(name)!);
}

function row(scope: string, label: string, { born, fixed }: Sums): readonly Cell[] {
  return [scope, label, fixed, born, born === 0 ? null : fixed / born];
}
