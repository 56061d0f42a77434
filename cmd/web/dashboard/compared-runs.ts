import type { RunView } from '../../dashboard/dashboard-view.ts';
import type { Chart } from '../charts/chart.ts';
import type { Look } from '../charts/look.ts';
import { comparedChart } from '../charts/run-charts.ts';
import { brief, grouped, percent } from '../charts/said-number.ts';
import { bytesOf, clockOf } from '../charts/said-size.ts';
import { element } from '../page/element.ts';
import type { Theme } from '../page/theme.ts';
import { LiveCard } from './live-card.ts';
import { plainTable } from './plain-table.ts';
import { bottleneckOf, doneShare, repositoryName } from './run-figures.ts';

/** Lines of more runs cannot be distinguished. */
const drawnRunCountMax = 6;

/** All runs side by side: a table of them, and the newest six in one picture. */
export class ComparedRuns {
  readonly section: HTMLElement;
  readonly #table = element('div', { class: 'card' });
  readonly #cards: readonly LiveCard[];
  readonly #onChoice: (id: string) => void;
  #runs: readonly RunView[] = [];

  constructor(theme: Theme, onChoice: (id: string) => void) {
    this.#onChoice = onChoice;
    this.#cards = measures.map((measure) => this.#card(measure, theme));
    this.section = element(
      'section',
      { id: 'runs', 'aria-labelledby': 'runs-title' },
      element('h2', { id: 'runs-title' }, 'Runs side by side'),
      element('p', { class: 'question' }, 'Which run was faster, and which used less memory?'),
      this.#table,
      element('div', { class: 'cards' }, ...this.#cards.map(({ root }) => root)),
    );
  }

  show(runs: readonly RunView[]): void {
    this.#runs = runs;
    this.section.hidden = runs.length < 2;
    if (runs.length < 2) return;
    this.#table.replaceChildren(
      plainTable(
        'Runs',
        columns,
        runs.map((run) => this.#row(run)),
      ),
    );
    for (const card of this.#cards) card.update();
  }

  #card({ title, note, of, say }: Measure, theme: Theme): LiveCard {
    const draw = (look: Look): Chart | undefined => {
      const drawn = this.#runs.slice(0, drawnRunCountMax).filter((run) => run.samples.elapsedMs.length > 0);
      return drawn.length === 0 ? undefined : comparedChart(drawn, look, of, say, runName);
    };
    return new LiveCard({ title, note, heightPixels: 240, emptyNote: 'Nothing is measured yet.', draw }, theme);
  }

  #row(run: RunView): (string | Node)[] {
    const name = element('button', { type: 'button', class: 'link' }, runName(run));
    name.addEventListener('click', () => this.#onChoice(run.id));
    const reads = run.cacheHits + run.cacheMisses;
    return [
      name,
      new Date(run.startedAt).toISOString().slice(0, 19).replace('T', ' '),
      run.status === 'open' ? percent(doneShare(run)) : run.status,
      grouped(run.commitsDone),
      clockOf(run.durationMs),
      bytesOf(run.rssPeakBytes),
      run.budgetBytes === 0 ? 'none' : bytesOf(run.budgetBytes),
      String(run.workers),
      grouped(run.chunksDone),
      grouped(run.replanCount),
      reads === 0 ? '–' : percent(run.cacheHits / reads),
      bottleneckOf(run)?.stage.name ?? '–',
    ];
  }
}

interface Measure {
  readonly title: string;
  readonly note: string;
  readonly of: (run: RunView) => readonly number[];
  readonly say: (value: number) => string;
}

const measures: readonly Measure[] = [
  {
    title: 'Resident memory',
    note: 'Each run from its own start.',
    of: ({ samples }) => samples.rssBytes,
    say: bytesOf,
  },
  { title: 'Commits done', note: 'Steeper is faster.', of: ({ samples }) => samples.commits, say: brief },
];

const columns = [
  { title: 'run' },
  { title: 'began (UTC)' },
  { title: 'state' },
  { title: 'commits', isNumber: true },
  { title: 'time', isNumber: true },
  { title: 'peak', isNumber: true },
  { title: 'budget', isNumber: true },
  { title: 'workers', isNumber: true },
  { title: 'chunks', isNumber: true },
  { title: 'replans', isNumber: true },
  { title: 'cache hits', isNumber: true },
  { title: 'bottleneck' },
];

export function runName(run: RunView): string {
  return `${repositoryName(run)} · ${run.id.slice(0, 6)}`;
}
