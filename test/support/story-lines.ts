import { changeKind, type LineDeath, type LineEvent, type LineReport } from '../../engine/index.ts';
import type { CommitStory, StoryChange, StoryCommit } from './commit-story.ts';

interface LineFile {
  readonly id: number;
  pathId: number;
  /** Of each line the place of the commit that wrote it; -1 where it is older than the walk. */
  origins: number[];
}

/** What came, or went, of one origin in one file with one commit of the mainline. */
export interface StoryEvent {
  readonly place: number;
  readonly origin: number;
  readonly file: number;
  readonly lines: number;
}

interface Step extends StoryEvent {
  readonly remover: number;
}

/**
 * Which commit wrote which line of a story, as plainly as can be: an array of origins for each file, counted before
 * and after each commit of the mainline.
 */
export class StoryLines implements LineReport {
  /** By how many lines each commit changes the mainline, by place. */
  readonly netLines: number[] = [];
  openCursorCount = 0;
  /** Called for each cursor of deaths, which the engine needs a table for. */
  onDeaths: () => void = () => {};
  readonly #story: CommitStory;
  readonly #files: LineFile[] = [];
  readonly #alive = new Map<number, LineFile>();
  readonly #steps: Step[] = [];

  /** Events of `extra` are told behind the others. */
  constructor(story: CommitStory, extra: readonly StoryEvent[] = []) {
    this.#story = story;
    if (story.baseline !== undefined) this.#follow(story.baseline, 0);
    story.commits.forEach((commit, place) => {
      const before = this.#lineCount();
      if (commit.isMainline) this.#follow(commit, place);
      this.netLines.push(this.#lineCount() - before);
    });
    this.#steps.push(...extra.map((event) => ({ ...event, remover: event.place })));
  }

  events(): Iterable<LineEvent> {
    return this.#read(this.#steps);
  }

  deaths(): Iterable<LineDeath> {
    this.onDeaths();
    return this.#read(this.#steps.filter(({ lines }) => lines < 0).map((step) => ({ ...step, lines: -step.lines })));
  }

  /** Ranks in no order that means anything. */
  eachAlive(visit: (rank: number, origin: number, lines: number) => void): void {
    const { paths } = this.#story;
    const ranked = Array.from(this.#alive.values()).sort((a, b) => {
      return Buffer.compare(Buffer.from(paths[a.pathId]!), Buffer.from(paths[b.pathId]!));
    });
    for (const [rank, { origins }] of Array.from(ranked.entries()).reverse()) {
      let start = 0;
      origins.forEach((origin, at) => {
        if (origins[at + 1] === origin) return;
        visit(rank, origin, at + 1 - start);
        start = at + 1;
      });
    }
  }

  landedPlace(place: number): number {
    return this.#story.commits.findIndex(({ isMainline, writer }, at) => isMainline && [at, writer].includes(place));
  }

  get fileCount(): number {
    return this.#files.length;
  }

  filePathId(file: number): number {
    return this.#files[file]!.pathId;
  }

  #lineCount(): number {
    return Array.from(this.#alive.values()).reduce((sum, { origins }) => sum + origins.length, 0);
  }

  #follow(commit: StoryCommit, place: number): void {
    const before = this.#counts();
    for (const { kind, oldPathId, pathId } of commit.changes) {
      if (kind === changeKind.renamed) this.#move(oldPathId, pathId);
    }
    for (const change of commit.changes) this.#edit(change, commit.writer);
    const after = this.#counts();
    const keys = new Set([...before.keys(), ...after.keys()]);
    const steps = Array.from(keys, (key): Step => {
      const [origin, file] = key.split(' ').map(Number) as [number, number];
      const lines = (after.get(key) ?? 0) - (before.get(key) ?? 0);
      return { place, origin, file, lines, remover: commit.writer };
    });
    steps.sort((a, b) => a.origin - b.origin || a.file - b.file);
    this.#steps.push(...steps.filter(({ lines }) => lines !== 0));
  }

  #move(oldPathId: number, pathId: number): void {
    const file = this.#alive.get(oldPathId)!;
    this.#alive.delete(oldPathId);
    this.#alive.set(pathId, file);
    file.pathId = pathId;
  }

  #edit({ kind, pathId, hunks }: StoryChange, writer: number): void {
    const file = this.#alive.get(pathId) ?? this.#make(pathId);
    for (const [oldStart, oldCount, , newCount] of hunks.toReversed()) {
      file.origins.splice(oldStart, oldCount, ...Array.from({ length: newCount }, () => writer));
    }
    if (kind === changeKind.deleted) this.#alive.delete(pathId);
  }

  #make(pathId: number): LineFile {
    const file: LineFile = { id: this.#files.length, pathId, origins: [] };
    this.#files.push(file);
    this.#alive.set(pathId, file);
    return file;
  }

  /** Lines by origin and file. */
  #counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { id, origins } of this.#alive.values()) {
      for (const origin of origins) counts.set(`${origin} ${id}`, (counts.get(`${origin} ${id}`) ?? 0) + 1);
    }
    return counts;
  }

  *#read(steps: readonly Step[]): Generator<LineDeath> {
    this.openCursorCount += 1;
    const current = new CurrentStep();
    try {
      for (current.step of steps) yield current;
    } finally {
      current.step = undefined;
      this.openCursorCount -= 1;
    }
  }
}

/** The one step there is to see; nothing can be read when the loop is left. */
class CurrentStep implements LineDeath {
  step: Step | undefined;

  get place(): number {
    return this.#step.place;
  }

  get origin(): number {
    return this.#step.origin;
  }

  get file(): number {
    return this.#step.file;
  }

  get lines(): number {
    return this.#step.lines;
  }

  get remover(): number {
    return this.#step.remover;
  }

  get #step(): Step {
    if (this.step === undefined) throw new Error('A step is read where there is none');
    return this.step;
  }
}
