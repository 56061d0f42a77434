import { parseVisible } from '../charts/visible-text.ts';
import type { PageBlocks, TableBlock } from '../../../analyzers/index.ts';

/** A table with all of its rows that are in the page; long ones are read when they are asked for. */
export interface PageTable extends TableBlock {
  allRows(): TableBlock['rows'];
}

/** The data of a page: blocks that are not there belong to analyzers that were not selected. */
export interface PageContent extends Partial<Omit<PageBlocks, 'table' | 'rows' | 'overview'>> {
  readonly tables: readonly PageTable[];
  readonly overview: PageBlocks['overview'];
}

/** Reads the data blocks; the rows of long tables stay text until someone looks at them. */
export function readBlocks(page: Document): PageContent {
  const found = [...page.querySelectorAll<HTMLElement>('script[data-block]')];
  const tables: PageTable[] = [];
  const content: Record<string, unknown> = { tables };
  let pieces: string[] = [];
  for (const script of found) {
    const name = script.dataset['block'] ?? '';
    const text = script.textContent ?? 'null';
    if (name === 'rows') {
      pieces.push(text);
    } else if (name === 'table') {
      tables.push(pageTable(parseVisible(text) as TableBlock, pieces));
      pieces = [];
    } else {
      content[name] = parseVisible(text);
    }
    // The element is not needed again.
    script.remove();
  }
  return content as unknown as PageContent;
}

function pageTable(block: TableBlock, pieces: readonly string[]): PageTable {
  let all: TableBlock['rows'] | undefined;
  const read = (): TableBlock['rows'] => pieces.flatMap((piece) => parseVisible(piece) as TableBlock['rows']);
  return { ...block, allRows: () => (all ??= pieces.length === 0 ? block.rows : read()) };
}

/** A table by analyzer and section. */
export function tableOf({ tables }: PageContent, name: string): PageTable | undefined {
  return tables.find(({ analyzer, section }) => `${analyzer}:${section}` === name);
}
