import type { Subject } from '../charts/chart.ts';
import type { PageContent } from './read-blocks.ts';

/** What a panel needs to be made. */
export interface PanelContext {
  readonly content: PageContent;
  /** Shows something else in the panel. */
  readonly open: (subject: Subject) => void;
}
