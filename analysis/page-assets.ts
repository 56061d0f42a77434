import { readFileSync } from 'node:fs';
import type { PageAssets } from '../analyzers/index.ts';
import { CodefangError } from '../engine/index.ts';

/** The build bundles the scripts into this folder, and the program, of which this is then a part, as well. */
const folder = new URL(/\/cmd\/web\/[^/]+$/.test(import.meta.url) ? './' : '../cmd/web/', import.meta.url);

/**
 * What a report page brings along, out of the files that the build has made.
 *
 * @throws {CodefangError} IO when the package was not built whole
 */
export function pageAssets(): PageAssets {
  return {
    scripts: [readAsset('charts.js'), readAsset('report-page.js')],
    style: readAsset('report-page.css'),
  };
}

/** The same of the dashboard. @throws {CodefangError} IO when the package was not built whole */
export function dashboardAssets(): PageAssets {
  return {
    scripts: [readAsset('charts.js'), readAsset('dashboard.js')],
    style: `${readAsset('report-page.css')}\n${readAsset('dashboard.css')}`,
  };
}

function readAsset(name: string): string {
  try {
    return readFileSync(new URL(name, folder), 'utf8').trim();
  } catch (cause) {
    throw new CodefangError('IO', `Cannot read ${name} of this package: it was not built whole`, {
      cause,
    });
  }
}
