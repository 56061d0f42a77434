import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import type { HotFile, HotWork } from './hot-work.ts';

const daySeconds = 86_400;

const columns: readonly Column[] = [
  { name: 'file', type: 'string', description: 'Path of the file at the end' },
  { name: 'class', type: 'string', description: 'What the file is for, by .gitattributes or its path' },
  { name: 'language', type: 'string', description: 'Language of the file' },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Text lines at the end' },
  { name: 'changes', type: 'int', unit: 'commits', description: 'Commits that change the file' },
  { name: 'changes_90d', type: 'int', unit: 'commits', description: 'Those of the last 90 days of the history' },
  { name: 'people', type: 'int', unit: 'people', description: 'People with a commit that changes the file' },
  {
    name: 'effective_people',
    type: 'float',
    unit: 'people',
    description: 'How many people with equal parts the commits are worth: 1 by the sum of their squared shares',
  },
  { name: 'added', type: 'int', unit: 'lines', description: 'Lines added over all commits' },
  { name: 'removed', type: 'int', unit: 'lines', description: 'Lines removed over all commits' },
  {
    name: 'age_days',
    type: 'int',
    unit: 'days',
    isNullable: true,
    description: 'Whole days from the last change to the end of the history; null where no commit changes the file',
  },
  {
    name: 'last_change',
    type: 'time',
    isNullable: true,
    description: 'Time of the last commit that changes the file; null where none does',
  },
  {
    name: 'fixes',
    type: 'int',
    unit: 'commits',
    description: 'Commits that change the file and fix something, by their subjects',
  },
  { name: 'complexity', type: 'float', description: 'What the size of the file is measured by, see complexity_source' },
  { name: 'complexity_source', type: 'string', description: 'What complexity counts: lines' },
  {
    name: 'score',
    type: 'float',
    description: 'Percentile rank of the decayed changes times that of the complexity, from 0 to 1',
  },
  { name: 'rank', type: 'int', description: 'Place by score, from 1' },
  {
    name: 'trend',
    type: 'string',
    description: 'Whether the rank is rising, falling, steady, or new since 180 days before the end',
  },
  {
    name: 'changes_decayed',
    type: 'float',
    unit: 'commits',
    description: 'Commits that change the file, each worth half as much for every 180 days before the end',
  },
];

/** The section `hotspots`: highest score first, then by path. */
export function hotspotsSection(work: HotWork): Section {
  return {
    name: 'hotspots',
    title: 'Large files that change often',
    shape: 'table',
    columns,
    show: {
      columns: ['file', 'lines', 'changes', 'changes_90d', 'people', 'score', 'trend'],
      bar: 'score',
      emptyBecause: 'no text file of the chosen classes is alive at the end',
    },
    rows: { [Symbol.iterator]: () => rows(work) },
  };
}

function* rows(work: HotWork): Generator<readonly Cell[]> {
  for (const file of work.files()) yield row(file, work);
}

function row(file: HotFile, { ranking }: HotWork): readonly Cell[] {
  const { files, now, totals } = ranking;
  const { at } = file;
  const { context } = files;
  const [pathId, lines] = [files.pathId(at), files.lines(at)];
  return [
    files.path(at),
    context.classOfPath(pathId),
    context.languageName(context.languageOfPath(pathId)),
    lines,
    totals.changes[at]!,
    totals.recent[at]!,
    file.people,
    file.effectivePeople,
    file.added,
    file.removed,
    ...lastChange(totals.last[at]!, context),
    totals.fixes[at]!,
    lines,
    'lines',
    now.scores[at]!,
    now.ranks[at]!,
    ranking.trendOf(at),
    totals.decayed[at]!,
  ];
}

function lastChange(place: number, context: ReportContext): readonly [number | null, string | null] {
  if (place < 0) return [null, null];
  const seconds = context.commitSeconds(place);
  const age = Math.floor((context.history.lastCommitSeconds - seconds) / daySeconds);
  return [age, context.isoUtc(seconds)];
}
