import { type PageContent, tableOf } from './read-blocks.ts';
import { cellReader } from './cell-reader.ts';

/** Names of people by their id, as far as the page has them. */
export function peopleNames(content: PageContent): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const source of ['history/burndown:developer_survival', 'history/devs:developers']) {
    const table = tableOf(content, source);
    if (table === undefined) continue;
    const cell = cellReader(table);
    for (const row of table.allRows()) names.set(String(cell(row, 'id')), String(cell(row, 'name') ?? ''));
  }
  return names;
}
