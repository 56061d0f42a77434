/**
 * A report turned into its summary while its rows go by. Holds what a `RepositoryStory` holds, and 10
 * rows of 4 tables that it does not know.
 */
import {
  type Cell,
  type CellRecord,
  type Finding,
  groupDigits,
  type ReportHead,
  type Section,
  shownName,
} from '../../engine/index.ts';
import { figuresOf } from '../_page/figures.ts';
import { headlineOf } from '../_page/page-builder.ts';
import { RepositoryStory } from '../_page/repository-story.ts';
import { said } from '../_page/said-value.ts';
import { KeptTable } from './kept-table.ts';
import { storyTables } from './story-tables.ts';
import { storyTrend } from './story-trend.ts';
import type { Summary } from './summary.ts';

/** Names the options of a report that are not the usual ones. */
export type ChangedOptions = (options: CellRecord) => readonly string[];

const tableCountMax = 4;

/** The calls are those of a report writer. */
export class SummaryBuilder {
  readonly #name: string | undefined;
  readonly #changedOptions: ChangedOptions;
  #story: RepositoryStory | undefined;
  #analyzerId = '';
  readonly #sections = new Set<string>();
  readonly #kept: KeptTable[] = [];
  /** So many tables of each analyzer, so that none crowds out the others. */
  #shareMax = tableCountMax;
  #shareLeft = 0;
  #views: readonly ((cells: readonly Cell[]) => void)[] = [];

  constructor(name: string | undefined, changedOptions: ChangedOptions) {
    this.#changedOptions = changedOptions;
    this.#name = name === '' ? undefined : name;
  }

  begin(head: ReportHead): void {
    this.#story = new RepositoryStory(head);
    const count = Object.keys(head.options['analyzers'] ?? {}).length;
    this.#shareMax = Math.max(1, Math.floor(tableCountMax / Math.max(1, count)));
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
    this.#shareLeft = this.#shareMax;
  }

  beginSection(section: Section): void {
    const name = `${this.#analyzerId}:${section.name}`;
    this.#sections.add(name);
    const views = [...this.#story!.viewsOf(this.#analyzerId, section)];
    const isShown = section.shape === 'table' && section.show?.rowCountMax !== 0;
    if (views.length === 0 && isShown && this.#shareLeft > 0 && this.#kept.length < tableCountMax) {
      this.#shareLeft -= 1;
      const kept = new KeptTable(section);
      this.#kept.push(kept);
      views.push((cells) => kept.row(cells));
    }
    this.#views = views;
  }

  row(cells: readonly Cell[]): void {
    for (const view of this.#views) view(cells);
  }

  endSection(): void {
    this.#views = [];
  }

  endAnalyzer(): void {
    this.#analyzerId = '';
  }

  summary(digest: string, findings: readonly Finding[] | undefined): Summary {
    const story = this.#story!;
    const burndown = story.burndown.block();
    const { completeness, options, history } = story.head;
    const hasCommits = history['commits'] !== 0;
    const known = storyTables.filter(({ sections }) => sections.some((name) => this.#sections.has(name)));
    const tables = [...known.map(({ make }) => make(story)), ...this.#kept.map((kept) => kept.table())];
    return {
      name: this.#name,
      headline: headlineOf(story),
      facts: factsOf(story.head),
      isComplete: completeness['complete'] !== false,
      gaps: gapsOf(completeness),
      options: this.#changedOptions(options),
      findings,
      figures: hasCommits ? figuresOf(story, burndown) : [],
      trend: hasCommits ? storyTrend(story, burndown) : undefined,
      tables: hasCommits ? tables.slice(0, tableCountMax) : [],
      digest,
    };
  }
}

function factsOf({ history, repository }: ReportHead): string[] {
  const { first_commit_at: first, last_commit_at: last, mainline_commits: mainline, merges } = history;
  if (repository.head === '') return [];
  const span =
    typeof first === 'string' && typeof last === 'string' ? [spanOf(first.slice(0, 10), last.slice(0, 10))] : [];
  const counts = `${groupDigits(Number(mainline))} on the mainline, ${said.count(Number(merges), 'merge', 'merges')}`;
  return [...span, counts, `head ${repository.head.slice(0, 12)}`];
}

function spanOf(first: string, last: string): string {
  return first === last ? first : `${first} to ${last}`;
}

/** Counts of 0 and switches that are off are what everyone expects; lists stand in the document. */
function gapsOf(completeness: CellRecord): string[] {
  return Object.entries(completeness)
    .filter(([name]) => name !== 'complete')
    .filter(([, cell]) => cell === true || (typeof cell === 'number' && cell > 0))
    .map(([name, cell]) => (cell === true ? shownName(name) : `${groupDigits(Number(cell))} ${shownName(name)}`));
}
