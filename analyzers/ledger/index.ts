import type {
  AnalyzerDefinition,
  AnalyzerRun,
  Cell,
  Column,
  Facts,
  ReportContext,
  Section,
} from '../../engine/index.ts';
import { ledgerTotals } from './ledger-totals.ts';

/**
 * The ledger of lines as it stands: which commit wrote how many lines of which file, which commit took them away, and
 * what is alive. Views such as the burndown are made of it; this is for questions that no view answers.
 */
export const ledger: AnalyzerDefinition = {
  id: 'history/ledger',
  title: 'Ledger of lines',
  description: 'Lines born, removed and alive, by the commits that wrote and removed them',
  needs: ['lines'],
  isOptional: true,
  options: [],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 0 },
  create: () => new LedgerRun(),
};

const birthColumns: readonly Column[] = [
  {
    name: 'commit',
    type: 'oid',
    isNullable: true,
    description: 'Commit that wrote the lines; null where they are older than the walk',
  },
  {
    name: 'landed_commit',
    type: 'oid',
    isNullable: true,
    description: 'Mainline commit with which they came; null where they are older than the walk',
  },
  { name: 'path', type: 'string', description: 'Path that the file has at the end, or had last' },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Number of lines' },
];

const deathColumns: readonly Column[] = [
  {
    name: 'intro_commit',
    type: 'oid',
    isNullable: true,
    description: 'Commit that wrote the lines; null where they are older than the walk',
  },
  { name: 'death_commit', type: 'oid', description: 'Commit that removed them' },
  { name: 'landed_commit', type: 'oid', description: 'Mainline commit with which they went' },
  { name: 'path', type: 'string', description: 'Path that the file has at the end, or had last' },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Number of lines' },
];

const aliveColumns: readonly Column[] = [
  { name: 'path', type: 'string', description: 'Path that the file has at the end, or had last' },
  {
    name: 'intro_commit',
    type: 'oid',
    isNullable: true,
    description: 'Commit that wrote the lines; null where they are older than the walk',
  },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Number of lines' },
];

class LedgerRun implements AnalyzerRun {
  *report(context: ReportContext): Generator<Section> {
    yield ledgerTotals(context);
    yield {
      name: 'line_births',
      title: 'Lines that came to the mainline',
      shape: 'table',
      columns: birthColumns,
      show: {
        columns: ['commit', 'landed_commit', 'path', 'lines'],
        bar: 'lines',
        keep: 'largest',
        emptyBecause: 'no text file ever had lines',
      },
      rows: { [Symbol.iterator]: () => birthRows(context) },
    };
    yield {
      name: 'line_deaths',
      title: 'Lines that went from the mainline',
      shape: 'table',
      columns: deathColumns,
      show: {
        columns: ['intro_commit', 'death_commit', 'path', 'lines'],
        bar: 'lines',
        keep: 'largest',
        emptyBecause: 'no line was taken away',
      },
      rows: { [Symbol.iterator]: () => deathRows(context) },
    };
    yield {
      name: 'lines_alive',
      title: 'Lines of the tree at the end',
      shape: 'table',
      columns: aliveColumns,
      show: {
        columns: ['path', 'intro_commit', 'lines'],
        bar: 'lines',
        keep: 'largest',
        emptyBecause: 'no text file has lines at the end of the history',
      },
      rows: { [Symbol.iterator]: () => aliveRows(context) },
    };
  }
}

/** By the mainline commit that brought them, then by the commit that wrote them, then by file. */
function* birthRows(context: ReportContext): Generator<readonly Cell[]> {
  for (const { place, origin, file, lines } of context.lines.events()) {
    if (lines < 0) continue;
    const landed = origin < 0 ? null : context.commitOid(place);
    yield [oidOf(origin, context), landed, pathOf(file, context), lines];
  }
}

/** By the mainline commit with which they went, then by the commit that wrote them, then by file. */
function* deathRows(context: ReportContext): Generator<readonly Cell[]> {
  for (const { place, origin, file, lines, remover } of context.lines.deaths()) {
    const [death, landed] = [context.commitOid(remover), context.commitOid(place)];
    yield [oidOf(origin, context), death, landed, pathOf(file, context), lines];
  }
}

/** In path order, then by the place in the walk of the commit that wrote them. */
function* aliveRows(context: ReportContext): Generator<readonly Cell[]> {
  for (const { rank, writer, lines } of aliveByRank(context)) {
    yield [context.files.path(rank), oidOf(writer - 1, context), lines];
  }
}

/** The writer is an origin + 1; 0 is what is older than the walk, since keys have no sign. */
function aliveByRank(context: ReportContext): Facts<'rank' | 'writer' | 'lines'> {
  const alive = context.scratch({ name: 'alive', keys: ['rank', 'writer'], columns: { lines: 'sum' } });
  context.lines.eachAlive((rank, origin, lines) => alive.add(rank, origin + 1, 0, lines));
  return alive;
}

function oidOf(origin: number, context: ReportContext): string | null {
  return origin < 0 ? null : context.commitOid(origin);
}

/** The path that the file has at the end, or had last. */
function pathOf(file: number, context: ReportContext): string {
  return context.pathText(context.lines.filePathId(file));
}
