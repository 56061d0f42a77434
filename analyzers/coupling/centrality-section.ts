import type { Cell, Column, Section } from '../../engine/index.ts';
import type { PairNetwork } from './pair-network.ts';

const columns: readonly Column[] = [
  { name: 'file', type: 'string', description: 'Path of the file at the end' },
  { name: 'degree', type: 'int', unit: 'files', description: 'Files that it is coupled with, routine ones left out' },
  { name: 'strength', type: 'int', unit: 'commits', description: 'Common commits with them, summed up' },
  { name: 'community', type: 'int', description: 'Number of its community, see communities' },
];

/** The section `centrality`: the largest strength first, then by path. */
export function centralitySection(network: PairNetwork): Section {
  return {
    name: 'centrality',
    title: 'Files that tie others together',
    shape: 'table',
    columns,
    show: {
      columns: ['file', 'degree', 'strength', 'community'],
      bar: 'strength',
      emptyBecause: 'no two files are coupled, but by routine',
    },
    rows: { [Symbol.iterator]: () => rows(network) },
  };
}

/** BOUNDED BY: 12 bytes a file. */
function* rows(network: PairNetwork): Generator<readonly Cell[]> {
  const { graph, communities } = network;
  const strengths = Float64Array.from({ length: graph.nodeCount }, (_, file) => graph.strength(file));
  const order = Uint32Array.from({ length: graph.nodeCount }, (_, file) => file);
  order.sort((a, b) => strengths[b]! - strengths[a]! || a - b);
  for (const file of order) {
    yield [network.path(file), graph.degree(file), strengths[file]!, communities[file]! + 1];
  }
}
