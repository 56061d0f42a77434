import type { Cell, Column } from '../../engine/index.ts';
import type { Stratum } from './line-lives.ts';

export const labelColumns: readonly Column[] = [
  { name: 'label_kind', type: 'string', description: 'What lines are sorted by: all, cohort, author, folder, …' },
  {
    name: 'label',
    type: 'string',
    description: 'Year in which the mainline first had the lines, name of the author, folder, language or class',
  },
];

export function labelCells({ kind, label }: Stratum): readonly Cell[] {
  return [kind.name, kind.text(label)];
}
