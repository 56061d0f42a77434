import { CodefangError, type ReportContext } from '../../engine/index.ts';
import { layerCountOf, layerOf } from './layers.ts';

const reworkSeconds = 21 * 86_400;

/** Sums by layer. BOUNDED BY: some hundred layers, and one byte per commit for those that were reverted. */
export class LayerCounts {
  readonly commits: number[];
  readonly people: number[];
  readonly coAuthored: number[];
  readonly reverted: number[];
  readonly born: number[];
  readonly alive: number[];
  /** Of lines that landed at least 21 days before the end: all of them, and those that went within 21 days. */
  readonly observed: number[];
  readonly reworked: number[];

  /** @throws {CodefangError} INVARIANT when the lines of layers are not those of the tree at the end */
  constructor(context: ReportContext) {
    const count = layerCountOf(context.notes);
    const zeros = (): number[] => Array.from({ length: count }, () => 0);
    this.commits = zeros();
    this.people = zeros();
    this.coAuthored = zeros();
    this.reverted = zeros();
    this.born = zeros();
    this.alive = zeros();
    this.observed = zeros();
    this.reworked = zeros();
    this.#countCommits(context);
    this.#countLines(context);
    this.#check(context);
  }

  #countCommits(context: ReportContext): void {
    const { notes, history } = context;
    const people = context.scratch({ name: 'layer people', keys: ['layer', 'person'], columns: { commits: 'sum' } });
    const isReverted = new Uint8Array(history.commits);
    for (let place = 0; place < history.commits; place += 1) {
      const layer = layerOf(place, notes);
      people.add(layer, context.personOf(place), 0, 1);
      if (notes.coAuthors(place).length > 0) this.coAuthored[layer]! += 1;
      const reverted = notes.revertedPlace(place);
      if (reverted < 0 || isReverted[reverted] === 1) continue;
      isReverted[reverted] = 1;
      this.reverted[layerOf(reverted, notes)]! += 1;
    }
    for (const { layer, commits } of people) {
      this.commits[layer]! += commits;
      this.people[layer]! += 1;
    }
  }

  #countLines(context: ReportContext): void {
    const { lines, notes, history } = context;
    const observedUntil = history.lastCommitSeconds - reworkSeconds;
    for (const event of lines.events()) {
      const layer = layerOf(event.origin, notes);
      const landed =
        event.origin < 0 ? Number.NEGATIVE_INFINITY : context.commitSeconds(lines.landedPlace(event.origin));
      const isObserved = event.origin >= 0 && landed <= observedUntil;
      if (event.lines > 0) {
        this.born[layer]! += event.lines;
        if (isObserved) this.observed[layer]! += event.lines;
      } else if (isObserved && context.commitSeconds(event.place) - landed <= reworkSeconds) {
        this.reworked[layer]! -= event.lines;
      }
    }
    lines.eachAlive((_rank, origin, count) => {
      this.alive[layerOf(origin, notes)]! += count;
    });
  }

  #check(context: ReportContext): void {
    const alive = this.alive.reduce((sum, lines) => sum + lines, 0);
    if (alive === context.files.textLines) return;
    const state = `layers have ${alive} lines, the tree at the end has ${context.files.textLines}`;
    throw new CodefangError('INVARIANT', `Cannot report agents: ${state}; please report this`);
  }
}
