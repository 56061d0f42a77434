import type { DashboardState, RunView } from '../../dashboard/dashboard-view.ts';
import { element } from '../page/element.ts';

/** What a reader wants when a run is over: that it is, its digest, the report, and how to see this page again. */
export function runEnding(run: RunView, state: DashboardState | undefined): HTMLElement | undefined {
  if (run.status === 'open') return undefined;
  const lines = [statusLine(run), digestLine(run), ...(isOwn(run, state) ? ownLines(state!) : [])];
  return element('div', { class: `ending ${run.status}` }, ...lines.filter((line) => line !== undefined));
}

const statusTexts: Readonly<Record<RunView['status'], string>> = {
  open: '',
  done: 'The run has finished.',
  stopped: 'The run stopped at a limit and saved a checkpoint. The same command resumes it.',
  interrupted: 'The run was interrupted. If it saved a checkpoint, the same command resumes it.',
  failed: 'The run failed. Its message is on the terminal.',
};

function statusLine({ status }: RunView): HTMLElement {
  return element('p', {}, element('strong', {}, statusTexts[status]));
}

function digestLine({ digest }: RunView): HTMLElement | undefined {
  return digest === '' ? undefined : element('p', {}, 'Digest ', element('code', { class: 'digest' }, digest));
}

/** Other runs of the same logs are none of the server's. */
function isOwn({ id }: RunView, state: DashboardState | undefined): boolean {
  return state?.ending != null && state.runIds[0] === id;
}

function ownLines({ ending }: DashboardState): HTMLElement[] {
  const { output, isServed, log } = ending!;
  const lines: HTMLElement[] = [];
  if (output !== '') {
    const link = isServed
      ? element('a', { href: '/result', target: '_blank', rel: 'noopener', class: 'open' }, 'Open the report')
      : undefined;
    lines.push(element('p', {}, 'Report ', element('code', {}, output), link));
  }
  const again =
    log === ''
      ? ['The log of this run is not kept. Run with ', element('code', {}, '--log-file run.ndjson')]
      : ['To see this page again later: ', element('code', {}, `codefang dashboard ${log}`)];
  lines.push(element('p', {}, ...again, log === '' ? ' to see this page again later.' : undefined));
  return lines;
}
