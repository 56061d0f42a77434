import { describe, expect, test } from 'vitest';
import { CodefangError } from '../../../engine/base/index.ts';
import { type ColdBlock, ColdStates } from '../../../engine/lines/cold-states.ts';
import { gone } from '../../../engine/lines/file-versions.ts';
import { FileVersions, filesPerPart, VersionGraph } from '../../../engine/lines/index.ts';
import { EvictingParts } from '../../support/evicting-parts.ts';
import { emptyView, originsOf, runsOf } from '../../support/line-arrays.ts';
import { makeWalk, randomGraph } from '../../support/made-walk.ts';
import { randomFrom } from '../../support/random.ts';

type Below = (limit: number) => number;

/** The lines of each file as one commit has them; a file that is not there has none. */
type Tree = ReadonlyMap<number, readonly number[]>;

function belowOf(seed: number): Below {
  const random = randomFrom(seed);
  return (limit) => Math.floor(random() * limit);
}

/** What is put away, in the least memory that there may be. */
class Attic {
  readonly blocks = new EvictingParts<ColdBlock>(ColdStates.shape);
  readonly states = new ColdStates(this.blocks);

  newPart(): FileVersions {
    return new FileVersions(this.states);
  }

  /** As a part that goes to disk and comes back. */
  reborn(part: FileVersions, graph: VersionGraph): FileVersions {
    return FileVersions.decode(part.encode(graph).slice(), this.states);
  }
}

/** Walks a graph at random, and keeps beside the part what each commit has of each file. */
class Model {
  readonly attic = new Attic();
  part = this.attic.newPart();
  readonly parents: readonly (readonly number[])[];
  readonly graph: VersionGraph;
  readonly trees: Tree[] = [];
  shares = 0;
  deaths = 0;
  readonly #below: Below;

  constructor(seed: number, places: number, mainline: 'whole' | 'short') {
    this.#below = belowOf(seed);
    const parents = randomGraph(this.#below, { places, branches: 9, isClosed: true });
    // A root of its own as the mainline: then nothing is kept for a later run.
    this.parents = mainline === 'whole' ? parents : [[], ...parents.map((own) => own.map((parent) => parent + 1))];
    this.graph = new VersionGraph(makeWalk(this.parents, mainline === 'whole' ? parents.length - 1 : 0), 0);
  }

  step(): void {
    const place = this.trees.length;
    const own = this.parents[place]!;
    const tree = new Map(own.length === 0 ? [] : this.trees[own[0]!]!);
    this.graph.enter(place);
    const slots = new Set(Array.from({ length: this.#below(4) }, () => this.#below(filesPerPart)));
    for (const slot of slots) this.#change(place, slot, tree);
    this.graph.leave(place);
    this.trees.push(tree);
  }

  /** Reads all files as all commits have them of which something can still be asked. */
  check(places: Iterable<number>): void {
    const lost: string[] = [];
    for (const place of places) {
      for (let slot = 0; slot < filesPerPart; slot += 1) {
        const [found, wanted] = [this.#linesAt(place, slot), this.trees[place]!.get(slot)];
        if (found?.join() !== wanted?.join()) lost.push(`${place} ${slot}: ${found?.join()}, not ${wanted?.join()}`);
      }
    }
    expect(lost).toEqual([]);
  }

  #change(place: number, slot: number, tree: Map<number, readonly number[]>): void {
    const { part, graph } = this;
    const turn = this.#below(8);
    if (turn === 0 && tree.has(slot)) {
      part.share(slot, place, gone, graph);
      tree.delete(slot);
      this.deaths += 1;
    } else if (turn < 3) {
      this.#takeOver(place, slot, tree);
    } else {
      const lines = Array.from({ length: this.#below(30) }, () => this.#below(place + 2) - 1);
      part.add(slot, place, runsOf(lines), graph);
      tree.set(slot, lines);
    }
  }

  /** As a merge takes a file over from a parent. */
  #takeOver(place: number, slot: number, tree: Map<number, readonly number[]>): void {
    const own = this.parents[place]!;
    const parent = own[this.#below(own.length)];
    if (parent === undefined || !this.trees[parent]!.has(slot)) return;
    const state = this.part.find(slot, parent, this.graph);
    this.part.share(slot, place, state, this.graph);
    tree.set(slot, this.trees[parent]!.get(slot)!);
    this.shares += 1;
  }

  #linesAt(place: number, slot: number): number[] | undefined {
    const state = this.part.find(slot, place, this.graph);
    if (state < 0) return undefined;
    const view = emptyView();
    this.part.open(state, view);
    return originsOf(view);
  }
}

describe('FileVersions', () => {
  test.each([
    [1, 'whole', 7],
    [2, 'whole', 90],
    [3, 'short', 7],
    [4, 'short', 90],
    [5, 'short', 400],
  ] as const)('nothing that can be asked for is lost, graph %i, mainline %s', (seed, mainline, bornEvery) => {
    const model = new Model(seed, 900, mainline);
    while (model.trees.length < model.parents.length) {
      model.step();
      const place = model.trees.length - 1;
      if (place % bornEvery === 0) model.part = model.attic.reborn(model.part, model.graph);
      if (place % 60 === 0 || place > 890) model.check(model.graph.activePlaces());
    }
    if (bornEvery === 7 && mainline === 'whole') expect(model.attic.blocks.ids().length).toBeGreaterThan(3);
    if (mainline === 'short') expect(model.attic.blocks.ids().length).toBeLessThan(20);
    expect(model.shares).toBeGreaterThan(20);
    expect(model.deaths).toBeGreaterThan(20);
  });

  test('what goes to disk twice, is the same bytes', () => {
    const model = new Model(8, 300, 'whole');
    while (model.trees.length < 300) model.step();
    const once = model.part.encode(model.graph).slice();
    const { states } = model.attic;
    const twice = FileVersions.decode(once, states).encode(model.graph).slice();
    // Versions are listed the other way round each time.
    expect(twice.length).toBe(once.length);
    expect(FileVersions.decode(twice, states).encode(model.graph)).toEqual(once);
    expect(once.length).toBeLessThan(model.part.bytes);
  });

  test('what nobody can ask for, is dropped as more comes', () => {
    // A root as the mainline, and a branch of 5,000 commits that each write a file of other lines.
    const parents = [[], [], ...Array.from({ length: 5000 }, (_, at) => [at + 1])];
    const graph = new VersionGraph(makeWalk(parents, 0), 0);
    const attic = new Attic();
    let part = attic.newPart();
    let most = 0;
    for (let place = 0; place < parents.length; place += 1) {
      graph.enter(place);
      if (place % 500 === 3) part = attic.reborn(part, graph);
      part.add(2, place, runsOf(Array.from({ length: 50 }, (_, at) => (place * at) % (place + 1))), graph);
      graph.leave(place);
      most = Math.max(most, part.bytes);
    }
    expect(most).toBeLessThan(50 * 4 * 100);
    const bytes = part.encode(graph);
    // Of the branch nothing can be asked once its last commit is done.
    expect(bytes.length).toBeLessThan(filesPerPart + 10);
    expect(attic.blocks.ids()).toEqual([]);
  });

  test('deletions alone, hide nothing and are dropped', () => {
    const graph = new VersionGraph(makeWalk([[], [0], [1], [2]]), 0);
    const attic = new Attic();
    const part = attic.newPart();
    for (let place = 0; place < 4; place += 1) graph.enter(place);
    part.share(1, 2, gone, graph);
    part.add(2, 0, runsOf([0, 0]), graph);
    part.share(2, 2, gone, graph);
    const kept = attic.reborn(part, graph);
    expect([kept.find(1, 3, graph), kept.find(2, 3, graph) === gone]).toEqual([expect.any(Number), true]);
    expect(kept.find(1, 3, graph)).toBeLessThan(0);
    const view = emptyView();
    kept.open(kept.find(2, 1, graph), view);
    expect(originsOf(view)).toEqual([0, 0]);
  });

  test('states that versions share, are kept once', () => {
    const graph = new VersionGraph(makeWalk(Array.from({ length: 60 }, (_, at) => (at === 0 ? [] : [at - 1]))), 0);
    const attic = new Attic();
    const shared = attic.newPart();
    const lines = Array.from({ length: 400 }, (_, at) => at % 50);
    for (let place = 0; place < 60; place += 1) {
      graph.enter(place);
      if (place === 0) shared.add(0, place, runsOf(lines), graph);
      else shared.share(0, place, shared.find(0, place - 1, graph), graph);
    }
    expect(shared.encode(graph).length).toBeLessThan(60 * 4 + 400 * 3);
    expect(attic.blocks.ids()).toEqual([]);
    const view = emptyView();
    const kept = attic.reborn(shared, graph);
    for (const place of [0, 31, 59]) {
      kept.open(kept.find(0, place, graph), view);
      expect(originsOf(view)).toEqual(lines);
    }
  });

  test('newestOf, is of the last one of some commits', () => {
    const graph = new VersionGraph(makeWalk([[], [0], [1], [1]], 2), 0);
    const part = new Attic().newPart();
    for (let place = 0; place < 4; place += 1) graph.enter(place);
    for (const place of [2, 0, 3]) part.add(5, place, runsOf([place]), graph);
    const newest = (places: readonly number[]): number | undefined => {
      const state = part.newestOf(5, (place) => places.includes(place));
      if (state < 0) return undefined;
      const view = emptyView();
      part.open(state, view);
      return originsOf(view)[0];
    };
    expect([newest([0, 1, 2]), newest([0, 1]), newest([0, 3, 2]), newest([1]), newest([])]).toEqual([
      ...[2, 0, 3, undefined, undefined],
    ]);
  });

  test('bytes that are damaged, are refused or give versions that can be read', () => {
    const model = new Model(9, 120, 'whole');
    while (model.trees.length < 120) model.step();
    const whole = model.part.encode(model.graph).slice();
    let refused = 0;
    for (let at = 0; at < whole.length; at += 1) {
      for (const bit of [0, 3, 7]) {
        const bytes = whole.slice();
        bytes[at]! ^= 1 << bit;
        refused += isRefused(bytes) ? 1 : 0;
      }
      expect(isRefused(whole.subarray(0, at)), `cut at ${at}`).toBe(true);
    }
    expect(refused).toBeGreaterThan(whole.length / 10);
    const below = belowOf(10);
    for (let round = 0; round < 2000; round += 1) isRefused(Uint8Array.from({ length: below(60) }, () => below(256)));
    expect(isRefused(Uint8Array.of(...whole, 0))).toBe(true);
    // A version of a state that is not there.
    const files = Array.from({ length: filesPerPart - 1 }, () => 0);
    expect(isRefused(Uint8Array.of(0, 1, 5, 1, ...files))).toBe(true);
    expect(isRefused(Uint8Array.of(0, 1, 5, 0, ...files))).toBe(false);
    // A number of states, or of runs, that would take all memory.
    expect(isRefused(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f))).toBe(true);
    expect(isRefused(Uint8Array.of(1, 0xff, 0xff, 0xff, 0xff, 0x0f))).toBe(true);
  });
});

/** Decodes, and reads everything if it may; nothing but a refusal of the state is thrown. */
function isRefused(bytes: Uint8Array): boolean {
  let part: FileVersions;
  try {
    part = FileVersions.decode(bytes, new Attic().states);
  } catch (error) {
    expect(error).toBeInstanceOf(CodefangError);
    expect(error).toMatchObject({ code: 'STATE' });
    return true;
  }
  const view = emptyView();
  for (let slot = 0; slot < filesPerPart; slot += 1) {
    const state = part.newestOf(slot, () => true);
    if (state < 0) continue;
    try {
      part.open(state, view);
    } catch (error) {
      // It says that it is put away where nothing is.
      expect(error).toMatchObject({ code: 'STATE' });
      return true;
    }
    expect(originsOf(view).every((origin) => origin >= -1)).toBe(true);
  }
  return false;
}
