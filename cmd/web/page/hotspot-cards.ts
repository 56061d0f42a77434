import { drawnFileCountMax, hotspotsChart } from '../charts/hotspots-chart.ts';
import { grouped, plural } from '../charts/said-number.ts';
import type { MakeCard } from './chart-card.ts';
import type { PageContent } from './read-blocks.ts';

/** The map of the code. */
export function hotspotCards({ hotspots }: PageContent, card: MakeCard): HTMLElement[] {
  if (hotspots === undefined) return [];
  const drawn = plural(Math.min(drawnFileCountMax, hotspots.files.length), 'file', 'files');
  return [
    card({
      title: 'Map of the code',
      note: `An area is a file, as large as its lines; the further from pale, the more commits changed
        it. Large and hot is where bugs live.`,
      thinning: `${drawn} with most commits, of ${grouped(hotspots.fileCount)}. Locks, change logs,
        build files, translations and vendored files are left out; the table of files has them.`,
      height: 'tall',
      draw: (look) => hotspotsChart(hotspots, look),
    }),
  ];
}
