import type { Cell, Facts, ReportContext, Section } from '../../engine/index.ts';

/** The first language stands for the commits of a person in a tick, the others are languages + 1. */
export type WorkFacts = Facts<'tick' | 'person' | 'language' | 'commits' | 'added' | 'removed' | 'changed'>;

/** Commits and lines of each person in each tick, by language. */
export function devsSection(work: WorkFacts, context: ReportContext): Section {
  return {
    name: 'devs',
    title: 'Work of people by tick',
    shape: 'table',
    columns: [
      { name: 'tick', type: 'int', description: 'Number of the tick, from 0' },
      { name: 'person', type: 'int', description: 'Number of the row of `people_coocc`, from 0' },
      { name: 'commits', type: 'int', unit: 'commits', description: 'Commits that change files' },
      { name: 'added', type: 'int', unit: 'lines', description: 'Lines added, less those changed' },
      { name: 'removed', type: 'int', unit: 'lines', description: 'Lines removed, less those changed' },
      { name: 'changed', type: 'int', unit: 'lines', description: 'Lines replaced' },
      {
        name: 'languages',
        type: 'record',
        nested: { keys: 'string', values: ['added', 'removed', 'changed'] },
        description: 'The same numbers of lines by language',
      },
    ],
    show: {
      columns: ['tick', 'person', 'commits', 'added', 'removed', 'changed'],
      emptyBecause: 'nobody changed files',
    },
    rows: { [Symbol.iterator]: () => rows(work, context) },
  };
}

interface Day {
  readonly tick: number;
  readonly person: number;
  readonly totals: [commits: number, added: number, removed: number, changed: number];
  readonly languages: Record<string, { added: number; removed: number; changed: number }>;
}

function* rows(work: WorkFacts, context: ReportContext): Generator<readonly Cell[]> {
  let day: Day | undefined;
  for (const { tick, person, language, commits, added, removed, changed } of work) {
    if (day !== undefined && (day.tick !== tick || day.person !== person)) {
      yield rowOf(day);
      day = undefined;
    }
    day ??= { tick, person, totals: [0, 0, 0, 0], languages: {} };
    // Hercules counts a replaced line once, as changed.
    const lines = { added: added - changed, removed: removed - changed, changed };
    if (language > 0) day.languages[context.languageName(language - 1)] = lines;
    for (const [at, count] of [commits, lines.added, lines.removed, changed].entries()) day.totals[at]! += count;
  }
  if (day !== undefined) yield rowOf(day);
}

function rowOf({ tick, person, totals, languages }: Day): readonly Cell[] {
  return [tick, person, ...totals, languages];
}
