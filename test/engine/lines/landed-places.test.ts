import { describe, expect, test } from 'vitest';
import { landedPlaces } from '../../../engine/lines/landed-places.ts';
import { makeWalk, randomGraph } from '../../support/made-walk.ts';
import { randomFrom } from '../../support/random.ts';

/** All that lies before a place, and itself. */
function ancestorsOf(place: number, parents: readonly (readonly number[])[]): Set<number> {
  const found = new Set([place]);
  for (const one of found) for (const parent of parents[one]!) if (parent >= 0) found.add(parent);
  return found;
}

describe('landedPlaces', () => {
  const seeds = Array.from({ length: 12 }, (_, at) => at);

  test.each(seeds)('is the first mainline commit that has each, graph %i', (seed) => {
    const random = randomFrom(seed);
    const below = (limit: number): number => Math.floor(random() * limit);
    const parents = randomGraph(below, { places: 200, branches: 8, isClosed: seed % 3 > 0 });
    const head = parents.length - 1 - below(4);
    const wanted = parents.map(() => -1);
    const mainline: number[] = [];
    for (let place: number | undefined = head; place !== undefined; place = parents[place]![0]) mainline.unshift(place);
    for (const place of mainline) {
      for (const one of ancestorsOf(place, parents)) if (wanted[one] === -1) wanted[one] = place;
    }
    expect(Array.from(landedPlaces(makeWalk(parents, head)))).toEqual(wanted);
  });

  test('does not look at parents outside of the walk', () => {
    expect(Array.from(landedPlaces(makeWalk([[-1], [-1], [0, 1, -1]])))).toEqual([0, 2, 2]);
    expect(Array.from(landedPlaces(makeWalk([])))).toEqual([]);
  });
});
