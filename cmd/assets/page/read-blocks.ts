import { parseVisible } from '../charts/visible-text.ts';
import type { PageBlocks, TableBlock } from '../../../engine/index.ts';

/** The data of a page: blocks that are not there belong to analyzers that were not selected. */
export interface PageContent extends Partial<Omit<PageBlocks, 'table' | 'overview'>> {
  readonly tables: readonly TableBlock[];
  readonly overview: PageBlocks['overview'];
}

/** Reads the data blocks, large ones when they are asked for. */
export function readBlocks(page: Document): PageContent {
  const found = [...page.querySelectorAll<HTMLElement>('script[data-block]')];
  const content: Record<string, unknown> = { tables: [] };
  for (const script of found) {
    const block: unknown = parseVisible(script.textContent ?? 'null');
    const name = script.dataset['block'] ?? '';
    if (name === 'table') (content['tables'] as unknown[]).push(block);
    else content[name] = block;
    // The text is not needed again.
    script.remove();
  }
  return content as unknown as PageContent;
}

/** A table by analyzer and section. */
export function tableOf({ tables }: PageContent, name: string): TableBlock | undefined {
  return tables.find(({ analyzer, section }) => `${analyzer}:${section}` === name);
}
