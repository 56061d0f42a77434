import { describe, expect, test } from 'vitest';
import { bytesOf, keptGenerations, withinBytes } from '../../../engine/checkpoint/kept-generations.ts';

describe('keptGenerations', () => {
  test('a rewrite of d commits loses about d more, and few are kept', () => {
    for (const step of [1, 100, 730]) {
      let places: number[] = [];
      for (let place = step; place <= step * 600; place += step) {
        places = [place, ...places];
        const kept = keptGenerations(places);
        places = places.filter((_, at) => kept.has(at));
        expect(places.length).toBeLessThan(20);
        expect(places.slice(0, 2)).toEqual([place, place - step].slice(0, place === step ? 1 : 2));
      }
      const furthest = step * 600;
      for (let lost = step; lost < furthest; lost += step) {
        const resumed = Math.max(0, ...places.filter((place) => place <= furthest - lost));
        expect(furthest - resumed, `${lost} lost`).toBeLessThanOrEqual(2 * lost + Math.max(1000, 2 * step));
      }
    }
  });

  test('keeps the two newest whatever they hold, and no older damaged one', () => {
    const kept = (places: number[]): number[] => Array.from(keptGenerations(places)).toSorted((a, b) => a - b);
    expect(kept([])).toEqual([]);
    expect(kept([50])).toEqual([0]);
    expect(kept([300, 200, 100])).toEqual([0, 1]);
    expect(kept([-1, 4000, -1])).toEqual([0, 1]);
  });
});

describe('withinBytes', () => {
  const generation = (place: number, ...names: string[]): Parameters<typeof withinBytes>[0][number] => {
    return { place, files: names.map((name) => ({ name, size: 10 })) };
  };
  const generations = [
    generation(1000, 'a', 'b'),
    generation(990, 'a', 'c'),
    generation(700, 'a', 'd'),
    generation(650, 'e'),
    generation(100, 'f'),
  ];
  const all = new Set(generations.keys());
  const left = (bytesMax: number): number[] => [...withinBytes(generations, all, bytesMax)].toSorted();

  test('counts a shared file once', () => {
    expect(bytesOf(generations, all)).toBe(60);
    expect(left(60)).toEqual([0, 1, 2, 3, 4]);
  });

  test('gives up first what is close to its neighbour, and never the two newest', () => {
    expect(left(59)).toEqual([0, 1, 2, 3]);
    expect(left(49)).toEqual([0, 1, 3]);
    expect(left(30)).toEqual([0, 1]);
    expect(left(1)).toEqual([0, 1]);
  });
});
