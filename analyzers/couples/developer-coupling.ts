import type { Cell, Column, Facts, ReportContext, Section } from '../../engine/index.ts';
import { keyMax, strengthOf } from './file-pairs.ts';

const columns: readonly Column[] = [
  { name: 'developer1', type: 'string' },
  { name: 'developer2', type: 'string' },
  { name: 'developer1_id', type: 'int' },
  { name: 'developer2_id', type: 'int' },
  { name: 'shared_file_changes', type: 'int' },
  { name: 'coupling_strength', type: 'float' },
];

/** The section `developer_coupling`: most shared changes first, then by the ids. */
export function developerCouplingSection(touches: Facts, context: ReportContext): Section {
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

function* rows(touches: Facts, context: ReportContext): Generator<readonly Cell[]> {
  const own = new Float64Array(context.personCount);
  const cursor = rankPairs(shareChanges(touches, own, context), context).scan();
  try {
    while (cursor.next()) {
      const { b: first, c: second } = cursor;
      const shared = cursor.value(0);
      const names = [context.personName(first), context.personName(second)] as const;
      yield [...names, first, second, shared, strengthOf(shared, own[first]!, own[second]!)];
    }
  } finally {
    cursor.close();
  }
}

/**
 * Facts (person, person) → sum over all files of the smaller number of commits; fills `own` with
 * the commits of each person, summed over files.
 * Cost: for each file the square of its people. BOUNDED BY: 20 bytes a person; pairs stream to
 * scratch.
 */
function shareChanges(touches: Facts, own: Float64Array, context: ReportContext): Facts {
  const shared = context.scratch({
    name: 'couples_developer_pairs',
    keyCount: 2,
    columns: [{ name: 'shared', fold: 'sum' }],
  });
  const people = new Uint32Array(context.personCount);
  const commits = new Float64Array(context.personCount);
  const cursor = touches.scan();
  try {
    let count = 0;
    for (let file = -1; cursor.next(); file = cursor.a) {
      if (cursor.a !== file) count = 0;
      const person = cursor.b;
      const mine = cursor.value(0);
      own[person]! += mine;
      for (let i = 0; i < count; i += 1)
        shared.add(people[i]!, person, 0, Math.min(commits[i]!, mine));
      people[count] = person;
      commits[count] = mine;
      count += 1;
    }
  } finally {
    cursor.close();
  }
  return shared;
}

/** Facts (keyMax - shared, person, person) → shared. */
function rankPairs(shared: Facts, context: ReportContext): Facts {
  const ranked = context.scratch({
    name: 'couples_ranked_developers',
    keyCount: 3,
    columns: [{ name: 'shared', fold: 'sum' }],
  });
  const cursor = shared.scan();
  try {
    while (cursor.next()) {
      ranked.add(keyMax - cursor.value(0), cursor.a, cursor.b, cursor.value(0));
    }
  } finally {
    cursor.close();
  }
  return ranked;
}
