import {
  type Cell,
  CodefangError,
  type Column,
  type Facts,
  type ReportContext,
  type Section,
} from '../../engine/index.ts';
import type { LineBooks } from './line-books.ts';
import type { LineLabels } from './line-labels.ts';
import { noTextLines } from './no-text-lines.ts';

const survivalColumns: readonly Column[] = [
  { name: 'id', type: 'int', description: 'Id of the developer in this report' },
  { name: 'name', type: 'string', description: 'Name of the developer, or a pseudonym' },
  {
    name: 'email',
    type: 'string',
    description: 'E-mail address; empty where there is none or the report is anonymous',
  },
  {
    name: 'current_lines',
    type: 'int',
    unit: 'lines',
    description: 'Lines of the developer that are alive at the end',
  },
  { name: 'peak_lines', type: 'int', unit: 'lines', description: 'Most lines alive at any sample' },
  { name: 'survival_rate', type: 'float', description: 'Current lines by peak lines' },
];

const interactionColumns: readonly Column[] = [
  { name: 'author_id', type: 'int', description: 'Id of the person who wrote the lines' },
  { name: 'author_name', type: 'string', description: 'Name of the person who wrote the lines' },
  { name: 'modifier_id', type: 'int', description: 'Id of the person who removed them' },
  { name: 'modifier_name', type: 'string', description: 'Name of the person who removed them' },
  { name: 'lines_modified', type: 'int', unit: 'lines', description: 'Lines of the author that the modifier removed' },
  { name: 'is_self_modify', type: 'boolean', description: 'Whether both are the same person' },
];

/**
 * The sections of people: `developer_survival`, `interactions`. Empty when people are not
 * followed.
 */
export function* developerSections(books: LineBooks, context: ReportContext): Generator<Section> {
  yield {
    name: 'developer_survival',
    title: 'Lines by developer',
    shape: 'table',
    columns: survivalColumns,
    show: {
      columns: ['name', 'current_lines', 'peak_lines', 'survival_rate'],
      bar: 'current_lines',
      keep: 'largest',
      emptyBecause: `${noTextLines}, or --burndown-people is off`,
    },
    rows: survivalRows(books, context),
  };
  yield {
    name: 'interactions',
    title: 'Whose lines were changed by whom',
    shape: 'table',
    columns: interactionColumns,
    show: {
      columns: ['author_name', 'modifier_name', 'lines_modified'],
      bar: 'lines_modified',
      keep: 'largest',
      emptyBecause: 'nobody changed lines, or --burndown-people is off',
    },
    rows: interactionRows(books, context),
  };
}

/** Developers who ever had a line. */
export function developerCount({ people }: LineBooks): number {
  let count = 0;
  for (const _person of people.groups()) count += 1;
  return count;
}

/** Most lines at the end first, then by id. BOUNDED BY: 20 bytes a person. */
function* survivalRows(books: LineBooks, context: ReportContext): Generator<readonly Cell[]> {
  const current = new Float64Array(context.personCount);
  const peak = new Float64Array(context.personCount);
  const order = new Uint32Array(context.personCount);
  const count = sumUp(books, current, peak, order);
  const ranked = order.subarray(0, count);
  ranked.sort((a, b) => current[b]! - current[a]! || a - b);
  for (const id of ranked) {
    const rate = peak[id]! === 0 ? 0 : current[id]! / peak[id]!;
    yield [id, context.personName(id), context.personEmail(id), current[id]!, peak[id]!, rate];
  }
}

/** Fills the columns, and `order` with the people met; returns how many they are. */
function sumUp({ people }: LineBooks, current: Float64Array, peak: Float64Array, order: Uint32Array): number {
  let count = 0;
  for (const person of people.groups()) {
    const id = person.key;
    order[count] = id;
    count += 1;
    let now = 0;
    for (const { sample, lines } of person) {
      now += lines;
      if (now < 0) throw negative(id, sample, now);
      if (now > peak[id]!) peak[id] = now;
    }
    current[id] = now;
  }
  return count;
}

/** A step of the ledger for each line that went: who wrote it, and who took it away on whichever branch. */
function* interactionRows({ labels }: LineBooks, context: ReportContext): Generator<readonly Cell[]> {
  if (!labels.isByPerson) return;
  for (const { author, modifier, lines } of interactionsOf(labels, context)) {
    const names = [context.personName(author), context.personName(modifier)] as const;
    yield [author, names[0], modifier, names[1], lines, author === modifier];
  }
}

function interactionsOf(labels: LineLabels, context: ReportContext): Facts<'author' | 'modifier' | 'lines'> {
  const interactions = context.scratch({
    name: 'interactions',
    keys: ['author', 'modifier'],
    columns: { lines: 'sum' },
  });
  for (const { origin, remover, lines } of context.lines.deaths()) {
    const author = labels.person(origin);
    if (author >= 0) interactions.add(author, labels.person(remover), 0, lines);
  }
  return interactions;
}

function negative(id: number, sample: number, lines: number): CodefangError {
  return new CodefangError(
    'INVARIANT',
    `Cannot report the burndown: developer ${id} has ${lines} lines at sample ${sample}`,
  );
}
