import type { RunView } from '../../dashboard/dashboard-view.ts';
import type { Chart } from '../charts/chart.ts';
import type { Look } from '../charts/look.ts';
import {
  cacheChart,
  diskChart,
  foretoldChart,
  growthChart,
  memoryChart,
  paceChart,
  planChart,
  type RunChart,
  stagesChart,
} from '../charts/run-charts.ts';
import { element } from '../page/element.ts';
import type { Theme } from '../page/theme.ts';
import { LiveCard } from './live-card.ts';

interface RunCard {
  readonly title: string;
  readonly note: string;
  readonly chart: RunChart;
  readonly isWide?: boolean;
  readonly heightPixels?: number;
  readonly hasData: (run: RunView) => boolean;
  readonly emptyNote: string;
}

interface RunChapter {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly cards: readonly RunCard[];
}

const hasSamples = ({ samples }: RunView): boolean => samples.elapsedMs.length > 0;
const hasChunks = ({ chunks }: RunView): boolean => chunks.index.length > 0;
const noSamples = 'Nothing is measured yet.';
const noChunks = 'No chunk has ended yet.';

const chapters: readonly RunChapter[] = [
  {
    id: 'memory',
    title: 'Memory',
    question: 'Does the run stay within its budget?',
    cards: [
      {
        title: 'Memory over time',
        note: 'Resident memory of the whole process. At 80 % of the budget caches shrink; at 90 % state moves to disk.',
        chart: memoryChart,
        isWide: true,
        heightPixels: 300,
        hasData: hasSamples,
        emptyNote: noSamples,
      },
    ],
  },
  {
    id: 'time',
    title: 'Time',
    question: 'How fast is it, and what takes longest?',
    cards: [
      {
        title: 'Speed',
        note: 'Commits per second.',
        chart: paceChart,
        hasData: hasSamples,
        emptyNote: noSamples,
      },
      {
        title: 'Stages',
        note: 'Time of the main thread by stage. The longest stage is the bottleneck.',
        chart: stagesChart,
        hasData: ({ stages }) => stages.length > 0,
        emptyNote: 'The log has no times of stages yet.',
      },
    ],
  },
];

/** For whoever works on the engine, behind a fold. */
const internals: readonly RunCard[] = [
  {
    title: 'Chunks, planned and actual',
    note: 'Commits per chunk. The plan is the rest of the history in equal parts, as it stood before the chunk.',
    chart: planChart,
    hasData: hasChunks,
    emptyNote: noChunks,
  },
  {
    title: 'Growth of state per commit',
    note: 'Growth of the working state, the moving mean that the planner uses, and where it replanned.',
    chart: growthChart,
    hasData: hasChunks,
    emptyNote: noChunks,
  },
  {
    title: 'Predicted end',
    note: 'When the walk was expected to end, at each moment. A level line is an accurate prediction.',
    chart: foretoldChart,
    hasData: hasSamples,
    emptyNote: noSamples,
  },
  {
    title: 'Delta base cache',
    note: 'Share of reads that found their delta base in memory, by chunk.',
    chart: cacheChart,
    hasData: (run) => run.cacheHits + run.cacheMisses > 0,
    emptyNote: noChunks,
  },
  {
    title: 'Written to disk at the end of chunks',
    note: 'Hibernated state, spilled facts and checkpoints.',
    chart: diskChart,
    isWide: true,
    hasData: (run) => run.hibernatedBytes + run.spilledBytes + run.checkpointBytes > 0,
    emptyNote: 'Nothing was written yet.',
  },
];

const usualHeightPixels = 230;

/** The charts of the chosen run, made once and updated when it changes. */
export class RunCards {
  readonly sections: readonly HTMLElement[];
  /** Charts of what goes on inside of the engine. */
  readonly internals: HTMLElement;
  readonly #theme: Theme;
  readonly #cards: LiveCard[] = [];
  #run: RunView | undefined;

  constructor(theme: Theme) {
    this.#theme = theme;
    this.sections = chapters.map((chapter) => this.#section(chapter));
    this.internals = this.#grid(internals);
  }

  show(run: RunView | undefined): void {
    if (run === this.#run) return;
    this.#run = run;
    this.update();
  }

  update(): void {
    for (const card of this.#cards) card.update();
  }

  #section({ id, title, question, cards }: RunChapter): HTMLElement {
    return element(
      'section',
      { id, 'aria-labelledby': `${id}-title` },
      element('h2', { id: `${id}-title` }, title),
      element('p', { class: 'question' }, question),
      this.#grid(cards),
    );
  }

  #grid(cards: readonly RunCard[]): HTMLElement {
    return element('div', { class: 'cards' }, ...cards.map((spec) => this.#card(spec)));
  }

  #card({ chart, hasData, isWide, heightPixels = usualHeightPixels, ...texts }: RunCard): HTMLElement {
    const draw = (look: Look): Chart | undefined => {
      const run = this.#run;
      return run !== undefined && hasData(run) ? chart(run, look) : undefined;
    };
    const card = new LiveCard({ ...texts, heightPixels, draw }, this.#theme);
    this.#cards.push(card);
    if (isWide === true) card.root.classList.add('wide');
    return card.root;
  }
}
