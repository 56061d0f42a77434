import type { RunView } from '../../dashboard/dashboard-view.ts';
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
    question: 'Does the run stay within its budget, and does the model know why?',
    cards: [
      {
        title: 'Budget over time',
        note: `Resident memory of the process with its threads. At 80 % caches shrink, at 90 % the chunk is cut
          and goes to sleep. The ledger is what the planner's accounts add up to.`,
        chart: memoryChart,
        isWide: true,
        heightPixels: 320,
        hasData: hasSamples,
        emptyNote: noSamples,
      },
      {
        title: 'Chunks as planned and as they became',
        note: 'Commits a chunk. The plan is the rest of the history in equal parts, as it stood before the chunk.',
        chart: planChart,
        hasData: hasChunks,
        emptyNote: noChunks,
      },
      {
        title: 'Growth a commit',
        note: 'What the working state grew by, the moving mean that the planner goes by, and where it planned anew.',
        chart: growthChart,
        hasData: hasChunks,
        emptyNote: noChunks,
      },
    ],
  },
  {
    id: 'time',
    title: 'Time',
    question: 'How fast is it, when will it end, and what holds it up?',
    cards: [
      {
        title: 'Throughput',
        note: 'Commits a second, from batch to batch.',
        chart: paceChart,
        hasData: hasSamples,
        emptyNote: noSamples,
      },
      {
        title: 'The end, as foretold all along',
        note: 'The moment at which the walk would end, by the speed until then. Level means well foretold.',
        chart: foretoldChart,
        hasData: hasSamples,
        emptyNote: noSamples,
      },
      {
        title: 'Stages of the pipeline',
        note: 'Time of the main thread. The longest stage is the bottleneck.',
        chart: stagesChart,
        hasData: ({ stages }) => stages.length > 0,
        emptyNote: 'The log has no spans of stages yet.',
      },
      {
        title: 'Hits of the delta base cache',
        note: 'Share of the reads that found their base in memory, chunk by chunk.',
        chart: cacheChart,
        hasData: (run) => run.cacheHits + run.cacheMisses > 0,
        emptyNote: noChunks,
      },
    ],
  },
  {
    id: 'disk',
    title: 'Disk',
    question: 'What left memory, and what would survive a kill?',
    cards: [
      {
        title: 'Written at the end of chunks',
        note: 'Sleeping parts, spilled facts and checkpoints.',
        chart: diskChart,
        isWide: true,
        hasData: (run) => run.hibernatedBytes + run.spilledBytes + run.checkpointBytes > 0,
        emptyNote: 'Nothing was written yet.',
      },
    ],
  },
];

const usualHeightPixels = 230;

/** The chapters of charts of the chosen run, made once and updated when it changes. */
export class RunCards {
  readonly sections: readonly HTMLElement[];
  readonly #cards: LiveCard[] = [];
  #run: RunView | undefined;

  constructor(theme: Theme) {
    this.sections = chapters.map((chapter) => this.#section(chapter, theme));
  }

  show(run: RunView | undefined): void {
    if (run === this.#run) return;
    this.#run = run;
    for (const card of this.#cards) card.update();
  }

  #section({ id, title, question, cards }: RunChapter, theme: Theme): HTMLElement {
    const made = cards.map((spec) => {
      const card = new LiveCard(
        {
          title: spec.title,
          note: spec.note,
          heightPixels: spec.heightPixels ?? usualHeightPixels,
          emptyNote: spec.emptyNote,
          draw: (look) => {
            const run = this.#run;
            return run !== undefined && spec.hasData(run) ? spec.chart(run, look) : undefined;
          },
        },
        theme,
      );
      this.#cards.push(card);
      if (spec.isWide === true) card.root.classList.add('wide');
      return card.root;
    });
    return element(
      'section',
      { id, 'aria-labelledby': `${id}-title` },
      element('h2', { id: `${id}-title` }, title),
      element('p', { class: 'question' }, question),
      element('div', { class: 'cards' }, ...made),
    );
  }
}
