import { expect, test } from 'vitest';
import { LoserTree } from '../../../engine/base/index.ts';
import { randomBelow, randomFrom } from '../spill/scratch.ts';

test('LoserTree merges any number of sorted lists, equal heads from the lower source first', () => {
  const random = randomFrom(11);
  for (let count = 1; count <= 40; count += 1) {
    const lists = Array.from({ length: count }, () =>
      Array.from({ length: randomBelow(random, 12) }, () => randomBelow(random, 20)).sort((x, y) => x - y),
    );
    const at = lists.map(() => 0);
    const head = (source: number): number => lists[source]![at[source]!] ?? Number.POSITIVE_INFINITY;
    const tree = new LoserTree(count, (x, y) => (head(x) === head(y) ? x < y : head(x) < head(y)));
    const merged: string[] = [];
    while (head(tree.winner) !== Number.POSITIVE_INFINITY) {
      merged.push(`${head(tree.winner)} from ${tree.winner}`);
      at[tree.winner]! += 1;
      tree.replay();
    }
    const expected = lists.flatMap((list, source) => list.map((value) => ({ value, source })));
    expected.sort((x, y) => x.value - y.value || x.source - y.source);
    expect(merged).toEqual(expected.map(({ value, source }) => `${value} from ${source}`));
  }
});

test('LoserTree compares along one path only', () => {
  let comparisons = 0;
  const heads = Array.from({ length: 16 }, (_, at) => at);
  const tree = new LoserTree(16, (x, y) => {
    comparisons += 1;
    return heads[x]! < heads[y]!;
  });
  expect(comparisons).toBe(15);
  for (let round = 0; round < 100; round += 1) {
    heads[tree.winner]! += 16;
    tree.replay();
  }
  expect(comparisons).toBe(15 + 100 * 4);
});
