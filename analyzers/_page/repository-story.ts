/**
 * What a page tells of a repository across analyzers. Each section that matters has a view, which
 * takes its rows as they go by and keeps a bounded part; sections of one row are kept whole.
 */
import type { Cell, CellRecord, ReportHead, Section } from '../../engine/index.ts';
import { ActivityStory } from './activity-story.ts';
import { BurndownStory } from './burndown-story.ts';
import { CouplingStory } from './coupling-story.ts';
import { FilePairs } from './file-pairs.ts';
import { type HistoryClock, historyClock } from './history-clock.ts';
import { HotspotStory } from './hotspot-story.ts';
import { PeopleCensus } from './people-census.ts';
import { PeopleStory } from './people-story.ts';

type RowView = (cells: readonly Cell[]) => void;

export class RepositoryStory {
  readonly head: ReportHead;
  readonly clock: HistoryClock;
  readonly burndown: BurndownStory;
  readonly activity: ActivityStory;
  readonly people: PeopleStory;
  readonly census: PeopleCensus;
  readonly pairs: FilePairs = new FilePairs();
  readonly coupling: CouplingStory = new CouplingStory();
  readonly hotspots: HotspotStory = new HotspotStory();
  readonly #records = new Map<string, CellRecord>();

  constructor(head: ReportHead) {
    this.head = head;
    this.clock = historyClock(head);
    this.burndown = new BurndownStory(this.clock);
    this.activity = new ActivityStory(this.clock);
    this.people = new PeopleStory(this.clock);
    this.census = new PeopleCensus(this.clock);
  }

  /** What wants to see the rows of a section. */
  viewsOf(analyzerId: string, section: Section): readonly RowView[] {
    if (section.shape === 'record') return [this.#recordView(`${analyzerId}:${section.name}`, section)];
    const { burndown, activity, people, census, coupling, pairs, hotspots } = this;
    switch (`${analyzerId}:${section.name}`) {
      case 'history/burndown:global_survival':
        return [burndown.view(section)];
      case 'history/burndown:developer_lines':
        return [burndown.peopleView(section)];
      case 'history/burndown:file_survival':
        return [hotspots.sizesView(section, 'path', 'current_lines')];
      case 'history/burndown:developer_survival':
        return [people.survivalView(section)];
      case 'history/burndown:interactions':
        return [people.interactionsView(section)];
      case 'history/couples:file_coupling':
        return [coupling.view(section), pairs.view(section)];
      case 'history/couples:file_ownership':
        return [hotspots.sizesView(section, 'file', 'lines')];
      case 'history/devs:developers':
        return [activity.developersView(section), people.developersView(section), census.view(section)];
      case 'history/devs:languages':
        return [people.languagesView(section)];
      case 'history/devs:busfactor':
        return [people.busFactorView(section)];
      case 'history/devs:activity':
        return [activity.activityView(section)];
      case 'history/devs:churn':
        return [activity.churnView(section)];
      case 'history/file-history:file_churn':
        return [hotspots.churnView(section)];
      default:
        return [];
    }
  }

  /** A number of a section of one row; undefined when it was not reported. */
  number(section: string, column: string): number | undefined {
    const cell = this.#records.get(section)?.[column];
    return typeof cell === 'number' ? cell : undefined;
  }

  /** Share of the mainline's commits that are merges, at most 1. */
  get mergeShare(): number {
    const { merges, mainline_commits: mainline } = this.head.history;
    if (typeof merges !== 'number' || typeof mainline !== 'number' || mainline === 0) return 0;
    return Math.min(1, merges / mainline);
  }

  #recordView(name: string, section: Section): RowView {
    return (cells) => {
      const named = section.columns.map((column, at) => [column.name, cells[at] ?? null] as const);
      this.#records.set(name, Object.fromEntries(named));
    };
  }
}
