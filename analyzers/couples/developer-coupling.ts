import type { Cell, Column, Facts, ReportContext, Section } from '../../engine/index.ts';
import type { Touches } from './couples-facts.ts';
import { strengthOf } from './file-pairs.ts';

const columns: readonly Column[] = [
  { name: 'developer1', type: 'string', description: 'Name of the developer with the smaller id' },
  { name: 'developer2', type: 'string', description: 'Name of the other developer' },
  { name: 'developer1_id', type: 'int', description: 'Id of the first developer in this report' },
  { name: 'developer2_id', type: 'int', description: 'Id of the second developer in this report' },
  {
    name: 'shared_file_changes',
    type: 'int',
    unit: 'commits',
    description: 'Sum over files of the smaller number of commits of the two',
  },
  {
    name: 'coupling_strength',
    type: 'float',
    description: 'Shared changes by the mean of the commits of both, at most 1',
  },
];

/** The section `developer_coupling`: most shared changes first, then by the ids. */
export function developerCouplingSection(touches: Touches, context: ReportContext): Section {
  return {
    name: 'developer_coupling',
    title: 'Developers who change the same files',
    shape: 'table',
    columns,
    show: {
      columns: ['developer1', 'developer2', 'shared_file_changes', 'coupling_strength'],
      bar: 'shared_file_changes',
      emptyBecause: 'no two people changed the same file',
    },
    rows: rows(touches, context),
  };
}

function* rows(touches: Touches, context: ReportContext): Generator<readonly Cell[]> {
  const own = new Float64Array(context.personCount);
  for (const { first, second, shared } of rankPairs(shareChanges(touches, own, context), context)) {
    const names = [context.personName(first), context.personName(second)] as const;
    yield [...names, first, second, shared, strengthOf(shared, own[first]!, own[second]!)];
  }
}

type SharedChanges = Facts<'first' | 'second' | 'shared'>;

/**
 * For each two people the sum over all files of the smaller number of commits; fills `own` with
 * the commits of each person, summed over files.
 * Cost: for each file the square of its people. BOUNDED BY: 20 bytes a person; pairs stream to
 * scratch.
 */
function shareChanges(touches: Touches, own: Float64Array, context: ReportContext): SharedChanges {
  const pairs = context.scratch({
    name: 'couples_developer_pairs',
    keys: ['first', 'second'],
    columns: { shared: 'sum' },
  });
  const people = new Uint32Array(context.personCount);
  const commits = new Float64Array(context.personCount);
  for (const file of touches.groups()) {
    let count = 0;
    for (const { person, commits: mine } of file) {
      own[person]! += mine;
      for (let i = 0; i < count; i += 1) pairs.add(people[i]!, person, 0, Math.min(commits[i]!, mine));
      people[count] = person;
      commits[count] = mine;
      count += 1;
    }
  }
  return pairs;
}

/** The pairs with most shared changes first, then by the ids. */
function rankPairs(pairs: SharedChanges, context: ReportContext): SharedChanges {
  const ranked = context.scratch({
    name: 'couples_ranked_developers',
    keys: ['most', 'first', 'second'],
    columns: { shared: 'sum' },
    order: 'descending',
  });
  for (const { first, second, shared } of pairs) ranked.add(shared, first, second, shared);
  return ranked;
}
