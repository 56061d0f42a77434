import { codeTree, foldersOf } from '../charts/code-tree.ts';
import { drawnFileCountMax, hotspotsChart } from '../charts/hotspots-chart.ts';
import { grouped, plural } from '../charts/said-number.ts';
import type { MakeCard } from './chart-card.ts';
import type { PageContent } from './read-blocks.ts';

const folderCountMax = 200;

/** The map of the code. */
export function hotspotCards({ hotspots }: PageContent, card: MakeCard): HTMLElement[] {
  if (hotspots === undefined || hotspots.files.length === 0) return [];
  const files = hotspots.files.slice(0, drawnFileCountMax);
  const folders = foldersOf(codeTree(files)).slice(0, folderCountMax);
  const options = folders.map(({ path }) => ({ value: path, label: `${path}/` }));
  return [
    card({
      title: 'Map of the code',
      note: `An area is a file, as large as its lines; the further from pale, the more commits changed
        it. Large and hot is where bugs live. Pick a folder to look into it, a file to know more.`,
      thinning: `${plural(files.length, 'file', 'files')} with most commits, of ${grouped(hotspots.fileCount)}.
        Locks, change logs, build files, translations and vendored files are left out; the table of files has them.
        A folder that is too small to open has the colour of its hottest file.`,
      height: 'tall',
      choices: [{ label: 'Folder', isList: true, options: [{ value: '', label: 'all folders' }, ...options] }],
      folderChoice: 0,
      draw: (look, [folder]) => hotspotsChart(hotspots, look, folder),
    }),
  ];
}
