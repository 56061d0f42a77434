import type { Cell, Column, Section } from '../../engine/index.ts';
import type { PairNetwork } from './pair-network.ts';

const columns: readonly Column[] = [
  { name: 'community', type: 'int', description: 'Number of the community, from 1 by its number of files' },
  { name: 'files', type: 'int', unit: 'files', description: 'Files in it' },
  { name: 'top_folder', type: 'string', description: 'Folder with most of its files; "." is the root' },
  { name: 'folder_purity', type: 'float', description: 'Part of its files that are in that folder itself' },
  { name: 'inner_edges', type: 'int', unit: 'pairs', description: 'Pairs of its files' },
  { name: 'cross_edges', type: 'int', unit: 'pairs', description: 'Pairs of one of its files with one outside' },
  { name: 'hub', type: 'string', description: 'File with most common commits with others' },
  { name: 'members', type: 'list', nested: { values: 'string' }, description: 'The files, of many the first by path' },
];

const membersMax = 100;

/** The section `communities`: those with most files first, then by their first files. */
export function communitiesSection(network: PairNetwork): Section {
  return {
    name: 'communities',
    title: 'Groups of files that change together',
    shape: 'table',
    columns,
    show: {
      columns: ['community', 'files', 'hub', 'top_folder', 'folder_purity', 'inner_edges', 'cross_edges'],
      bar: 'files',
      emptyBecause: 'no two files are coupled, but by routine',
    },
    rows: { [Symbol.iterator]: () => rows(network) },
  };
}

/** BOUNDED BY: 4 bytes a file, and what is known of the files of one community. */
function* rows(network: PairNetwork): Generator<readonly Cell[]> {
  const { communities, graph } = network;
  const order = Uint32Array.from({ length: graph.nodeCount }, (_, file) => file);
  order.sort((a, b) => communities[a]! - communities[b]! || a - b);
  for (let from = 0; from < order.length;) {
    const number = communities[order[from]!]!;
    let to = from;
    while (to < order.length && communities[order[to]!] === number) to += 1;
    yield row(number, order.subarray(from, to), network);
    from = to;
  }
}

function row(number: number, files: Uint32Array, network: PairNetwork): readonly Cell[] {
  const { graph, communities } = network;
  const folders = new Map<string, number>();
  let [innerEnds, crossEdges, hub] = [0, 0, files[0]!];
  for (const file of files) {
    const folder = folderOf(network.path(file));
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
    if (graph.strength(file) > graph.strength(hub)) hub = file;
    graph.eachNeighbour(file, (other) => {
      if (communities[other] === number) innerEnds += 1;
      else crossEdges += 1;
    });
  }
  // Files come in path order, and so do folders: of equal ones the first stays.
  const [top, inTop] = [...folders].reduce((most, one) => (one[1] > most[1] ? one : most));
  const members = Array.from(files.subarray(0, membersMax), (file) => network.path(file));
  return [number + 1, files.length, top, inTop / files.length, innerEnds / 2, crossEdges, network.path(hub), members];
}

function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? '.' : path.slice(0, end);
}
