import { describe, expect, test } from 'vitest';
import { ColdStates } from '../../../engine/lines/cold-states.ts';
import { FileVersions, VersionGraph, type Walk } from '../../../engine/lines/index.ts';
import { EvictingParts } from '../../support/evicting-parts.ts';
import { emptyView, originsOf, runsOf } from '../../support/line-arrays.ts';
import { makeWalk, randomGraph } from '../../support/made-walk.ts';
import { randomFrom } from '../../support/random.ts';

const graceCommits = 512;

function belowOf(seed: number): (limit: number) => number {
  const random = randomFrom(seed);
  return (limit) => Math.floor(random() * limit);
}

/** What is active when `done` places are walked: by the words of the class, over and over until nothing is added. */
function activeAfter(done: number, { parents, head }: Case, graph: VersionGraph): number[] {
  const active = new Set<number>();
  for (let place = done; place < parents.length; place += 1) {
    for (const parent of parents[place]!) if (parent >= 0 && parent < done) active.add(parent);
  }
  const mainline: number[] = [];
  for (let place: number | undefined = head; place !== undefined && place >= 0; place = parents[place]![0]) {
    if (place < done) mainline.push(place);
  }
  for (const place of mainline.slice(0, graceCommits)) active.add(place);
  for (let size = -1; size !== active.size;) {
    size = active.size;
    for (const place of active) {
      const fork = graph.fork(graph.lane(place));
      if (fork >= 0) active.add(fork);
    }
  }
  return Array.from(active).sort((a, b) => a - b);
}

interface Case {
  readonly parents: number[][];
  readonly walk: Walk;
  readonly head: number;
}

function makeCase(seed: number, places: number, isClosed: boolean): Case {
  const below = belowOf(seed);
  const parents = randomGraph(below, { places, branches: 9, isClosed });
  const head = isClosed ? places - 1 : places - 1 - below(5);
  return { parents, walk: makeWalk(parents, head), head };
}

describe('VersionGraph', () => {
  test('lanes, are chains of first parents, each with the commit that it leaves from', () => {
    for (const seed of [1, 2, 3, 4]) {
      const { parents, walk, head } = makeCase(seed, 400, seed % 2 === 0);
      const graph = new VersionGraph(walk, 0);
      const lanes = parents.map((_, place) => graph.lane(place));
      for (const [place, own] of parents.entries()) {
        const first = own[0] ?? -1;
        expect(graph.parentPlace(place, 0) === first || own.length === 0).toBe(true);
        if (lanes[place] === place) expect(graph.fork(place)).toBe(first);
        else expect(lanes[place]).toBe(lanes[first]);
      }
      // Nobody shares a lane with the other children of a parent.
      const goingOn = parents.flatMap((own, place) => (lanes[place] === place ? [] : [own[0]!]));
      expect(new Set(goingOn).size).toBe(goingOn.length);
      for (let place = head; parents[place]!.length > 0; place = parents[place]![0]!) {
        expect(lanes[place]).toBe(lanes[head]);
      }
    }
  });

  test('find, sees the version of the nearest first parent that has one', () => {
    const below = belowOf(5);
    for (let round = 0; round < 60; round += 1) {
      const { parents, walk } = makeCase(100 + round, 150, round % 2 === 0);
      const graph = new VersionGraph(walk, 0);
      // So few that none is dropped.
      const versioned = new Set(Array.from({ length: below(15) }, () => below(parents.length)));
      const part = new FileVersions(new ColdStates(new EvictingParts(ColdStates.shape)));
      for (const place of versioned) part.add(3, place, runsOf([place]), graph);
      const view = emptyView();
      for (let place = 0; place < parents.length; place += 1) {
        let nearest: number | undefined = place;
        while (nearest !== undefined && !versioned.has(nearest)) nearest = parents[nearest]![0];
        const state = part.find(3, place, graph);
        if (state >= 0) part.open(state, view);
        expect(state < 0 ? undefined : originsOf(view)[0], `${round} ${place}`).toBe(nearest);
        expect(part.find(4, place, graph)).toBeLessThan(0);
      }
    }
  });

  test.each([1, 2, 3, 4, 5, 6])('active places, are those that something can still be asked of, graph %i', (seed) => {
    const made = makeCase(seed, 300, seed % 2 === 0);
    const { parents, walk } = made;
    const graph = new VersionGraph(walk, 0);
    for (let place = 0; place < parents.length; place += 1) {
      graph.enter(place);
      expect(graph.isVisible(place, place + 1)).toBe(true);
      graph.leave(place);
      expect(Array.from(graph.activePlaces()), `${place}`).toEqual(activeAfter(place + 1, made, graph));
    }
  });

  test('active places of a long mainline, are its newest and what leaves from others', () => {
    const made = makeCase(7, 3500, true);
    const { parents, walk } = made;
    const graph = new VersionGraph(walk, 0);
    const below = belowOf(8);
    let dropped = 0;
    for (let place = 0; place < parents.length; place += 1) {
      graph.enter(place);
      graph.leave(place);
      if (place % 97 !== 0 && place < parents.length - 3) continue;
      const active = Array.from(graph.activePlaces());
      expect(active, `${place}`).toEqual(activeAfter(place + 1, made, graph));
      dropped += place + 1 - active.length;
      const ranges = Array.from({ length: 50 }, () => [below(place + 1), below(place + 2)] as const);
      const isSeen = ([start, end]: (typeof ranges)[number]): boolean => {
        return active.some((one) => graph.lane(one) === graph.lane(start) && one >= start && one < end);
      };
      expect(ranges.map(([start, end]) => graph.isVisible(start, end))).toEqual(ranges.map(isSeen));
    }
    expect(dropped).toBeGreaterThan(1000);
    expect(graph.activePlaces().length).toBe(graceCommits);
  });

  test('goes on at any place, as if it had been walked there', () => {
    for (const seed of [21, 22]) {
      const { parents, walk } = makeCase(seed, 160, seed === 21);
      const walked = new VersionGraph(walk, 0);
      const after: Int32Array[] = [walked.activePlaces()];
      for (let place = 0; place < parents.length; place += 1) {
        walked.enter(place);
        walked.leave(place);
        after.push(walked.activePlaces());
      }
      for (let start = 0; start <= parents.length; start += 1) {
        const graph = new VersionGraph(walk, start);
        expect(graph.activePlaces(), `${start}`).toEqual(after[start]);
        for (let place = start; place < parents.length; place += 1) {
          graph.enter(place);
          graph.leave(place);
          if (place % 11 === 0) expect(graph.activePlaces(), `${start} ${place}`).toEqual(after[place + 1]);
        }
        expect(graph.activePlaces()).toEqual(after.at(-1));
      }
    }
  });

  test('goes on in a long mainline, where most was let go of', () => {
    const { parents, walk } = makeCase(31, 2600, true);
    const walked = new VersionGraph(walk, 0);
    for (let place = 0; place < parents.length; place += 1) {
      if (place % 613 === 0) expect(new VersionGraph(walk, place).activePlaces()).toEqual(walked.activePlaces());
      walked.enter(place);
      walked.leave(place);
    }
    expect(new VersionGraph(walk, parents.length).activePlaces()).toEqual(walked.activePlaces());
  });

  test('parents outside of the walk, are nobody', () => {
    const walk = makeWalk([[-1], [0, -1], [-1, 1], [2]]);
    const graph = new VersionGraph(walk, 0);
    const parentsOf = (place: number, count: number): number[] => {
      return Array.from({ length: count }, (_, nth) => graph.parentPlace(place, nth));
    };
    expect([parentsOf(0, 1), parentsOf(1, 2), parentsOf(2, 2)]).toEqual([[-1], [0, -1], [-1, 1]]);
    for (let place = 0; place < 4; place += 1) {
      graph.enter(place);
      graph.leave(place);
    }
    expect(Array.from(graph.activePlaces())).toEqual([2, 3]);
  });

  test('more children than a column holds, are let go of one by one', () => {
    const children = 70_000;
    const parents = [[], [], ...Array.from({ length: children }, () => [0])];
    const graph = new VersionGraph(makeWalk(parents, 1), 0);
    let seen = 0;
    for (let place = 0; place < parents.length; place += 1) {
      graph.enter(place);
      if (graph.isVisible(0, 1)) seen += 1;
      graph.leave(place);
    }
    expect(seen).toBe(parents.length);
    expect(Array.from(graph.activePlaces())).toEqual([1]);
    expect(VersionGraph.bytesOf(1000, 1200)).toBe(1000 * 6 + 1200 * 4);
  });
});
