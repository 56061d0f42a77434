import type { Cell, ReportContext, Section } from '../../engine/index.ts';
import type { ListedPeople } from './listed-people.ts';

/** Who wrote how many lines, and by whom they were removed, as negative numbers. */
export function interactionSection(people: ListedPeople, context: ReportContext): Section {
  return {
    name: 'people_interaction',
    title: 'Whose lines were removed by whom',
    shape: 'table',
    columns: [
      { name: 'person', type: 'string', description: 'Name of who wrote the lines' },
      {
        name: 'lines',
        type: 'list',
        unit: 'lines',
        nested: { values: 'int' },
        description: 'Lines written, minus lines removed by nobody known, then by each person in the order of rows',
      },
    ],
    show: { columns: ['person'], emptyBecause: 'nobody wrote a line' },
    rows: { [Symbol.iterator]: () => rows(people, context) },
  };
}

function* rows(people: ListedPeople, context: ReportContext): Generator<readonly Cell[]> {
  const removed = context.scratch({ name: 'removed', keys: ['author', 'remover'], columns: { lines: 'sum' } });
  for (const { origin, remover, lines } of context.lines.deaths()) {
    const author = origin < 0 ? -1 : people.placeOf(context.personOf(origin));
    if (author >= 0) removed.add(author, people.placeOf(context.personOf(remover)) + 1, 0, lines);
  }
  for (const author of removed.groups(people.count)) {
    const cells = Array.from({ length: people.count + 2 }, () => 0);
    cells[0] = people.written[author.key]!;
    for (const { remover, lines } of author) cells[1 + remover] = -Math.abs(lines);
    yield [people.names[author.key]!, cells];
  }
}
