/**
 * A report turned into the blocks of a page while its rows go by. A table leaves with the last of its
 * rows, what the charts draw and the overview at the end; both are bounded, whatever the number of
 * rows. About 10 MiB at the most.
 */
import {
  type Cell,
  type Finding,
  groupDigits,
  headMembers,
  type ReportHead,
  type Section,
} from '../../engine/index.ts';
import { figuresOf } from './figures.ts';
import type { OverviewBlock, PageBlocks } from './page-data.ts';
import { RepositoryStory } from './repository-story.ts';
import { said } from './said-value.ts';
import { SectionTable } from './section-table.ts';

/** Takes a finished block. */
export interface BlockSink {
  emit<Name extends Exclude<keyof PageBlocks, 'rows'>>(name: Name, block: PageBlocks[Name]): void;
  /** A block of rows, as JSON already. */
  emitRows(json: string): void;
}

/** The calls are those of a report writer. */
export class PageBuilder {
  readonly #sink: BlockSink;
  #story: RepositoryStory | undefined;
  #analyzerId = '';
  #table: SectionTable | undefined;
  #views: readonly ((cells: readonly Cell[]) => void)[] = [];

  constructor(sink: BlockSink) {
    this.#sink = sink;
  }

  begin(head: ReportHead): void {
    this.#story = new RepositoryStory(head);
    this.#sink.emit('head', headMembers(head));
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
  }

  beginSection(section: Section): void {
    this.#table = new SectionTable(this.#analyzerId, section, (json) => this.#sink.emitRows(json));
    this.#views = this.#story!.viewsOf(this.#analyzerId, section);
  }

  row(cells: readonly Cell[]): void {
    this.#table!.row(cells);
    for (const view of this.#views) view(cells);
  }

  endSection(): void {
    this.#sink.emit('table', this.#table!.block());
    this.#table = undefined;
    this.#views = [];
  }

  endAnalyzer(): void {
    this.#analyzerId = '';
  }

  end(digest: string, _tables: readonly unknown[], findings: readonly Finding[] | undefined): void {
    const story = this.#story!;
    const burndown = story.burndown.block();
    const activity = story.activity.block();
    const people = story.people.block(story.mergeShare);
    const coupling = story.coupling.block();
    const hotspots = story.hotspots.block();
    if (burndown !== undefined) this.#sink.emit('burndown', burndown);
    if (activity !== undefined) this.#sink.emit('activity', activity);
    if (people !== undefined) this.#sink.emit('people', people);
    if (coupling !== undefined) this.#sink.emit('coupling', coupling);
    if (hotspots !== undefined) this.#sink.emit('hotspots', hotspots);
    this.#sink.emit('overview', overviewOf(story, findings ?? []));
    this.#sink.emit('digest', digest);
  }
}

function overviewOf(story: RepositoryStory, findings: readonly Finding[]): OverviewBlock {
  const burndown = story.burndown.block();
  return {
    headline: headlineOf(story),
    figures: figuresOf(story, burndown),
    findings: findings.map(({ title, text, advice, rule, topic }) => ({ title, text, advice, rule, part: topic })),
  };
}

export function headlineOf(story: RepositoryStory): string {
  const commits = Number(story.head.history['commits'] ?? 0);
  if (commits === 0) return 'No commits';
  const { originSeconds, lastSeconds } = story.clock;
  const { isKnown, peopleCount } = story.census;
  const by = isKnown ? ` by ${said.count(peopleCount, 'person', 'people')}` : '';
  const time = said.duration(lastSeconds - originSeconds);
  return `${groupDigits(commits)} ${commits === 1 ? 'commit' : 'commits'}${by} in ${time}`;
}
