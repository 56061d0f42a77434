import type { Cell, Column, Facts, ReportContext, Section } from '../../engine/index.ts';

const couples = 'history/couples';

const coupled: Column = {
  name: 'coupled',
  type: 'record',
  nested: { keys: 'int', values: 'int' },
  description: 'Common changes by the number of the other row, from 0; its own number has all changes',
};

/** `files_index`, `files_coocc` and `people_coocc`, out of the facts of `history/couples`. */
export function* couplesSections(context: ReportContext): Generator<Section> {
  const emptyBecause = 'the tree at the end has no files';
  yield {
    name: 'files_index',
    title: 'Files of the tree at the end',
    shape: 'table',
    columns: [
      { name: 'path', type: 'string', description: 'Path of a file of the tree at the end' },
      { name: 'lines', type: 'int', unit: 'lines', description: 'Text lines of the file' },
    ],
    show: { columns: ['path', 'lines'], emptyBecause },
    rows: { [Symbol.iterator]: () => indexRows(context) },
  };
  yield {
    name: 'files_coocc',
    title: 'Files that change together',
    shape: 'table',
    columns: [coupled],
    show: { rowCountMax: 0, emptyBecause },
    rows: { [Symbol.iterator]: () => fileRows(context) },
  };
  yield {
    name: 'people_coocc',
    title: 'People who change the same files',
    shape: 'table',
    columns: [{ name: 'person', type: 'string', description: 'Name of the person, in the order of `devs`' }, coupled],
    show: { columns: ['person'], emptyBecause: 'the history has no people' },
    rows: { [Symbol.iterator]: () => peopleRows(context) },
  };
}

function* indexRows({ files }: ReportContext): Generator<readonly Cell[]> {
  for (let rank = 0; rank < files.count; rank += 1) yield [files.path(rank), files.lines(rank)];
}

/** A row per file, in the order of `files_index`. */
function* fileRows(context: ReportContext): Generator<readonly Cell[]> {
  const { files } = context;
  const pairs = context.scratch({ name: 'file pairs', keys: ['one', 'other'], columns: { commits: 'sum' } });
  const put = (a: number, b: number, commits: number): void => {
    files.eachRankOfFile(a, (one) => files.eachRankOfFile(b, (other) => pairs.add(one, other, 0, commits)));
  };
  for (const { file, other, commits } of context.factsOf<'file' | 'other' | 'commits'>(couples, 'pairs')) {
    put(file, other, commits);
    put(other, file, commits);
  }
  for (const { file, commits } of context.factsOf<'file' | 'commits'>(couples, 'revisions')) {
    files.eachRankOfFile(file, (rank) => pairs.add(rank, rank, 0, commits));
  }
  for (const group of pairs.groups(files.count)) {
    yield [recordOf(group)];
  }
}

/** Of each two people the sum over files of the smaller number of commits. BOUNDED BY: 12 bytes a person. */
function* peopleRows(context: ReportContext): Generator<readonly Cell[]> {
  const pairs = context.scratch({ name: 'people pairs', keys: ['one', 'other'], columns: { commits: 'sum' } });
  const touches: Facts<'file' | 'person' | 'commits'> = context.factsOf(couples, 'touches');
  const people = new Uint32Array(context.personCount);
  const commits = new Float64Array(context.personCount);
  for (const file of touches.groups()) {
    let count = 0;
    for (const { person, commits: mine } of file) {
      for (let at = 0; at < count; at += 1) {
        const shared = Math.min(commits[at]!, mine);
        pairs.add(people[at]!, person, 0, shared);
        pairs.add(person, people[at]!, 0, shared);
      }
      pairs.add(person, person, 0, mine);
      people[count] = person;
      commits[count] = mine;
      count += 1;
    }
  }
  for (const group of pairs.groups(context.personCount)) yield [context.personName(group.key), recordOf(group)];
}

function recordOf(group: Iterable<{ readonly other: number; readonly commits: number }>): Record<string, number> {
  const record: Record<string, number> = {};
  for (const { other, commits } of group) record[other] = commits;
  return record;
}
