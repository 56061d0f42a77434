import { percent } from '../charts/said-number.ts';
import { cellReader } from './cell-reader.ts';
import { barList, type BarRow, count, factList } from './panel-parts.ts';
import type { PanelContext } from './panel-context.ts';
import { tableOf } from './read-blocks.ts';
import type { TableCell } from './table-spec.ts';

/** A language: its lines, and who made most of them. */
export function languagePanel(name: string, { content, open }: PanelContext): HTMLElement[] {
  const languages = reader('history/devs:languages', 'name');
  const busFactors = reader('history/devs:busfactor', 'language');
  const makers = (['primary', 'secondary'] as const).flatMap((which): BarRow[] => {
    const maker = String(busFactors(`${which}_dev_name`) ?? '');
    const amount = Number(busFactors(`${which}_percentage`) ?? 0);
    if (maker === '') return [];
    return [{ name: maker, amount, value: percent(amount / 100), pick: { kind: 'person', name: maker } }];
  });
  return [
    factList([
      ['lines at the end', count(languages('current_lines'))],
      ['lines ever added', count(languages('lines_added'))],
      ['lines ever removed', count(languages('lines_removed'))],
      ['people who changed it', count(busFactors('total_contributors'))],
      ['bus factor', count(busFactors('bus_factor'))],
    ]),
    barList('Who made most of it, of all lines added and removed', makers, open),
  ].filter((one) => one !== undefined);

  function reader(table: string, key: string): (column: string) => TableCell {
    const found = tableOf(content, table);
    if (found === undefined) return () => null;
    const cell = cellReader(found);
    const row = found.allRows().find((one) => cell(one, key) === name);
    return (column) => (row === undefined ? null : cell(row, column));
  }
}
