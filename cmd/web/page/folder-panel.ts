import { grouped } from '../charts/said-number.ts';
import { detailsOf } from './cell-reader.ts';
import { knownFiles } from './file-facts.ts';
import { barList, type BarRow, factList, folderTrail } from './panel-parts.ts';
import { peopleNames } from './people-names.ts';
import type { PanelContext } from './panel-context.ts';

const rowCountMax = 10;

/** A folder: the sums of its files, the largest and the most changed of them, and whose lines they are. */
export function folderPanel(path: string, { content, open }: PanelContext): HTMLElement[] {
  const { churn, survival, ownership } = knownFiles(content);
  const names = peopleNames(content);
  const isInside = (file: unknown): boolean => String(file).startsWith(`${path}/`);
  const files = [...new Set([...churn.paths, ...ownership.paths, ...survival.paths])].filter(isInside).map((file) => ({
    path: String(file),
    lines: Number(survival.cell(file, 'current_lines') ?? ownership.cell(file, 'lines') ?? 0),
    changes: Number(churn.cell(file, 'commit_count') ?? 0),
  }));
  const lines = new Map<string, number>();
  for (const file of files) {
    const owners = survival.table === undefined ? [] : detailsOf(survival.table, survival.row(file.path));
    for (const [id, amount] of owners) lines.set(id, (lines.get(id) ?? 0) + amount);
  }
  const owners = Array.from(lines, ([id, amount]): BarRow => {
    const name = names.get(id) ?? `person ${id}`;
    return { name, amount, pick: { kind: 'person', name } };
  });
  const total = files.reduce((sum, file) => sum + file.lines, 0);
  const row = (file: (typeof files)[number], amount: number): BarRow => ({
    name: file.path.slice(path.length + 1),
    amount,
    pick: { kind: 'file', name: file.path },
  });
  return [
    folderTrail(path, open),
    factList([
      ['files', grouped(files.length)],
      ['lines', grouped(total)],
      ['changes of its files', grouped(files.reduce((sum, file) => sum + file.changes, 0))],
    ]),
    barList('Who wrote the lines that are there now', largest(owners), open, total),
    barList('Most changed', largest(files.map((file) => row(file, file.changes))), open),
    barList('Largest', largest(files.map((file) => row(file, file.lines))), open),
  ].filter((one) => one !== undefined);
}

function largest(rows: readonly BarRow[]): BarRow[] {
  const some = rows.filter(({ amount }) => amount > 0);
  return some.toSorted((one, other) => other.amount - one.amount).slice(0, rowCountMax);
}
