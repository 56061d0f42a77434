import { describe, expect, test } from 'vitest';
import { LogReader, LogSummary, type SpanTree } from '../../../engine/logs/index.ts';
import { SpanForest } from '../../../engine/logs/span-forest.ts';
import { SpanTable } from '../../../engine/logs/span-table.ts';
import { randomFrom } from '../../support/random.ts';
import { sourceOf, spanLine } from './scratch-logs.ts';

interface Logged {
  readonly id: number;
  readonly parent: number;
  readonly ms: number;
}

interface Tree {
  readonly id: number;
  readonly ms: number;
  readonly children: readonly Tree[];
  readonly omitted: number;
}

function add(forest: SpanForest, { id, parent, ms }: Logged, runIndex = 0): void {
  forest.add({
    nameId: 0,
    runIndex,
    spanId: id,
    parentId: parent,
    startMs: 0,
    durationMs: ms,
    bytes: Buffer.alloc(0),
    attributesStart: 0,
    attributesEnd: 0,
  });
}

function shownTree(tree: SpanTree): Tree {
  const { spanId, durationMs, children, omittedCount } = tree;
  return { id: spanId, ms: durationMs, children: children.map(shownTree), omitted: omittedCount };
}

/** What a forest with all room would keep. */
function treeOf(root: Logged, all: readonly Logged[]): Tree {
  const children = all.filter(({ parent }) => parent === root.id).toSorted((x, y) => y.ms - x.ms);
  const kept = children.slice(0, 8).map((child) => treeOf(child, all));
  return { id: root.id, ms: root.ms, children: kept, omitted: children.length - kept.length };
}

/** A tree of spans of different lengths, each child before its parent. */
function randomTrees(random: () => number, rootCount: number): Logged[] {
  const spans: Logged[] = [];
  let id = 0;
  const grow = (parent: number, depth: number): void => {
    id += 1;
    const own = id;
    const count = depth > 3 ? 0 : Math.floor(random() ** 2 * 14);
    for (let child = 0; child < count; child += 1) grow(own, depth + 1);
    spans.push({ id: own, parent, ms: random() });
  };
  for (let root = 0; root < rootCount; root += 1) grow(Number.NaN, 0);
  return spans;
}

describe('SpanForest', () => {
  test.each(['children first', 'parents first'])(
    'keeps the slowest roots with the slowest children of each span: %s',
    (order) => {
      const random = randomFrom(21);
      for (let round = 0; round < 12; round += 1) {
        const spans = randomTrees(random, 1 + Math.floor(random() * 12));
        const forest = new SpanForest(order === 'children first' ? 3 : 20);
        const logged = [...spans];
        if (order === 'parents first') logged.sort((x, y) => x.id - y.id);
        for (const span of logged) add(forest, span);
        const roots = spans.filter(({ parent }) => Number.isNaN(parent)).toSorted((x, y) => y.ms - x.ms);
        const trees = forest.slowest().map(shownTree);
        if (order === 'children first') {
          expect(trees).toEqual(roots.slice(0, 3).map((root) => treeOf(root, spans)));
          expect(forest.droppedCount).toBe(0);
        } else {
          // A child that fell out before its own children came leaves them without a tree.
          expect(trees.map(({ id }) => id)).toEqual(roots.slice(0, 20).map(({ id }) => id));
          for (const [at, tree] of trees.entries()) {
            const children = treeOf(roots[at]!, spans).children.map(({ id }) => id);
            expect(tree.children.map(({ id }) => id)).toEqual(children);
          }
        }
      }
    },
  );

  test('keeps to its room, whatever comes: orphans, rings, repeated and odd ids', () => {
    const random = randomFrom(22);
    const forest = new SpanForest(5, 64);
    for (let step = 0; step < 60_000; step += 1) {
      const id = Math.floor(random() * 200);
      const parent = random() < 0.2 ? Number.NaN : Math.floor(random() * 200);
      add(forest, { id: random() < 0.01 ? -1.5 : id, parent, ms: random() }, Math.floor(random() * 2));
    }
    expect(forest.slowest()).toHaveLength(5);
    expect(forest.droppedCount).toBeGreaterThan(1000);
  });

  test('gives up what was waited for longest, and goes on', () => {
    const forest = new SpanForest(2, 100);
    for (let id = 1000; id < 5000; id += 1) add(forest, { id, parent: id + 100_000, ms: 1 });
    expect(forest.droppedCount).toBe(4000 - 50);
    add(forest, { id: 1, parent: 2, ms: 3 });
    add(forest, { id: 2, parent: Number.NaN, ms: 4 });
    expect(forest.slowest().map(shownTree)).toEqual([
      { id: 2, ms: 4, omitted: 0, children: [{ id: 1, ms: 3, omitted: 0, children: [] }] },
    ]);
  });

  test('takes a very deep chain, and shows its top', () => {
    const forest = new SpanForest(1, 30_000);
    for (let id = 25_000; id > 1; id -= 1) add(forest, { id, parent: id - 1, ms: id });
    add(forest, { id: 1, parent: Number.NaN, ms: 1 });
    let depth = 0;
    for (let tree = forest.slowest()[0]; tree !== undefined; tree = tree.children[0]) depth += 1;
    expect(depth).toBe(17);
    add(forest, { id: 50_000, parent: Number.NaN, ms: 2 });
    expect(forest.slowest()[0]?.spanId).toBe(50_000);
  });
});

test('SpanTable equals a Map under insertions, removals and look-ups', () => {
  const random = randomFrom(23);
  const table = new SpanTable(50);
  const model = new Map<number, number>();
  for (let step = 0; step < 50_000; step += 1) {
    const key = Math.floor(random() * 40) * 2 ** 32 * (random() < 0.5 ? 1 : 0) + Math.floor(random() * 40);
    expect(table.find(key)).toBe(model.get(key) ?? -1);
    if (model.has(key)) {
      table.remove(key);
      model.delete(key);
    } else if (model.size < 50) {
      table.insert(key, step);
      model.set(key, step);
    }
  }
  for (const [key, node] of model) expect(table.find(key)).toBe(node);
});

test('SpanForest keeps attributes as logged when they are short', () => {
  const content =
    spanLine({ id: 2, parent: 1, ms: 3 }, { commit: 'ab"c' }) +
    spanLine({ id: 3, parent: 1, ms: 2 }, { path: 'x'.repeat(200) }) +
    spanLine({ id: 1, ms: 5 });
  const summary = new LogSummary(3, 'name');
  summary.addLog(new LogReader(sourceOf(content, 100), { expects: 'chunk-record' }));
  const [root] = summary.slowest();
  expect(root?.attributes).toBe('{}');
  expect(root?.children.map(({ attributes }) => attributes)).toEqual(['{"commit":"ab\\"c"}', undefined]);
});
