import { type Cell, type Column, type Facts, type Section, sideBySide } from '../../engine/index.ts';
import type { HotRanking } from './hot-ranking.ts';

const columns: readonly Column[] = [
  { name: 'folder', type: 'string', description: 'Path of the folder; "." is the root' },
  { name: 'depth', type: 'int', description: 'Folders that it is in; 0 for the root' },
  { name: 'files', type: 'int', unit: 'files', description: 'Files that count below it, at any depth' },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Their text lines' },
  { name: 'changes', type: 'int', unit: 'commits', description: 'Sum over files of the commits that change them' },
  { name: 'changes_90d', type: 'int', unit: 'commits', description: 'Those of the last 90 days of the history' },
  { name: 'changes_share', type: 'float', description: 'Their part of the decayed changes of all files that count' },
  { name: 'score', type: 'float', description: 'Mean score of the files, by lines' },
  { name: 'hottest_file', type: 'string', description: 'Path of the file with the highest score' },
  { name: 'hottest_score', type: 'float', description: 'Score of that file' },
];

/** Facts are integers: sums that are not are kept to 2^-20. */
const steps = 2 ** 20;

/** The section `hotspot_folders`: all folders with files that count, in path order, a folder before what is in it. */
export function folderSection(ranking: HotRanking): Section {
  return {
    name: 'hotspot_folders',
    title: 'Hotspots by folder',
    shape: 'table',
    columns,
    show: {
      columns: ['folder', 'files', 'lines', 'changes', 'changes_90d', 'changes_share', 'score'],
      bar: 'changes_share',
      keep: 'largest',
      emptyBecause: 'no text file of the chosen classes is alive at the end',
    },
    rows: { [Symbol.iterator]: () => rows(ranking) },
  };
}

function* rows(ranking: HotRanking): Generator<readonly Cell[]> {
  const { files, now, totals } = ranking;
  const { sizes, heats } = foldersOf(ranking);
  const everything = totals.decayed.reduce((sum, decayed) => sum + decayed, 0);
  for (const [size, heat] of sideBySide(sizes, heats)) {
    const { depth, first, files: count, lines, changes, recent } = size;
    const { hottest, decayed, scored_lines: scoredLines } = heat;
    yield [
      folderPath(files.path(first), depth),
      depth,
      count,
      lines,
      changes,
      recent,
      everything === 0 ? 0 : decayed / steps / everything,
      lines === 0 ? 0 : scoredLines / steps / lines,
      files.path(hottest),
      now.scores[hottest]!,
    ];
  }
}

/** The outermost folders of a path, as many as the depth. */
function folderPath(path: string, depth: number): string {
  return depth === 0 ? '.' : path.split('/').slice(0, depth).join('/');
}

/** One row a folder in both, in the order of paths. */
interface FolderTables {
  readonly sizes: Facts<'folder' | 'depth' | 'first' | 'files' | 'lines' | 'changes' | 'recent'>;
  readonly heats: Facts<'folder' | 'hottest' | 'decayed' | 'scored_lines'>;
}

/** A folder that is read. Its numbers are those of the files in it so far. */
interface OpenFolder {
  readonly name: string;
  readonly number: number;
  readonly depth: number;
  readonly first: number;
  files: number;
  lines: number;
  changes: number;
  recent: number;
  hottest: number;
  decayed: number;
  scoredLines: number;
}

/** The files of a folder stand one behind the other in path order, so that only those around a file are open. */
function foldersOf(ranking: HotRanking): FolderTables {
  const { files } = ranking;
  const { context } = files;
  const sums = { files: 'sum', lines: 'sum', changes: 'sum', recent: 'sum' } as const;
  const sizes = context.scratch({ name: 'hotspot_folders', keys: ['folder', 'depth', 'first'], columns: sums });
  const columns = { hottest: 'max', decayed: 'max', scored_lines: 'max' } as const;
  const heats = context.scratch({ name: 'hotspot_folder_heats', keys: ['folder'], columns });
  const open: OpenFolder[] = [];
  let folderCount = 0;
  const close = (): void => {
    const folder = open.pop()!;
    const { number, depth, first } = folder;
    sizes.add(number, depth, first, folder.files, folder.lines, folder.changes, folder.recent);
    const [decayed, scoredLines] = [folder.decayed, folder.scoredLines].map((sum) => Math.round(sum * steps));
    heats.add(number, 0, 0, folder.hottest, decayed!, scoredLines!);
    const parent = open.at(-1);
    if (parent !== undefined) addTo(parent, folder, ranking.now.scores);
  };
  for (let at = 0; at < files.count; at += 1) {
    const names = ['.', ...files.path(at).split('/').slice(0, -1)];
    while (open.length > commonDepth(open, names)) close();
    while (open.length < names.length) {
      open.push(emptyFolder(names[open.length]!, folderCount, open.length, at));
      folderCount += 1;
    }
    addTo(open.at(-1)!, fileAsFolder(at, ranking), ranking.now.scores);
  }
  while (open.length > 0) close();
  return { sizes, heats };
}

function commonDepth(open: readonly OpenFolder[], names: readonly string[]): number {
  const differs = open.findIndex(({ name }, depth) => name !== names[depth]);
  return differs < 0 ? open.length : differs;
}

function emptyFolder(name: string, number: number, depth: number, first: number): OpenFolder {
  const none = { files: 0, lines: 0, changes: 0, recent: 0, decayed: 0, scoredLines: 0 };
  return { name, number, depth, first, hottest: first, ...none };
}

function fileAsFolder(at: number, { files, totals, now }: HotRanking): Omit<OpenFolder, 'name' | 'number' | 'depth'> {
  const lines = files.lines(at);
  return {
    first: at,
    files: 1,
    lines,
    changes: totals.changes[at]!,
    recent: totals.recent[at]!,
    hottest: at,
    decayed: totals.decayed[at]!,
    scoredLines: now.scores[at]! * lines,
  };
}

function addTo(folder: OpenFolder, part: Omit<OpenFolder, 'name' | 'number' | 'depth'>, scores: Float64Array): void {
  folder.files += part.files;
  folder.lines += part.lines;
  folder.changes += part.changes;
  folder.recent += part.recent;
  folder.decayed += part.decayed;
  folder.scoredLines += part.scoredLines;
  if (scores[part.hottest]! > scores[folder.hottest]!) folder.hottest = part.hottest;
}
