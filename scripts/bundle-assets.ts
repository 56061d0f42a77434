/**
 * The last step of the build: bundles the scripts of our pages, each into one file in dist/cmd/web.
 * Run by `npm run build` from the root of the package; not part of the program.
 */
import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';

interface Bundle {
  /** The source in cmd/web, without its end. */
  readonly source: string;
  readonly name: string;
  readonly options: BuildOptions;
}

const forBrowsers: BuildOptions = { format: 'iife', platform: 'browser', target: 'es2022' };
const forNode: BuildOptions = { format: 'esm', platform: 'node', target: 'node20' };

const bundles: readonly Bundle[] = [
  { source: 'charts-entry', name: 'charts', options: forBrowsers },
  { source: 'report-page-entry', name: 'report-page', options: forBrowsers },
  { source: 'dashboard-entry', name: 'dashboard', options: forBrowsers },
  { source: 'plot-entry', name: 'plot', options: forNode },
];
const copies = ['report-page.css', 'dashboard.css', 'grafana-dashboard.json'];

/**
 * For pictures that a browser does not draw; the widest of the usual fonts, so labels that fit in it fit in
 * others.
 */
const fontFile = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));

/** The sources lie outside of what was compiled. */
const sourceFolder = fileURLToPath(new URL('../../cmd/web/', import.meta.url));
const targetFolder = fileURLToPath(new URL('../cmd/web/', import.meta.url));

await Promise.all([
  ...bundles.map(({ source, name, options }) =>
    build({
      ...options,
      entryPoints: [`${sourceFolder}${source}.ts`],
      outfile: `${targetFolder}${name}.js`,
      bundle: true,
      minify: true,
      legalComments: 'none',
      // Without the warnings for those who write charts.
      define: { 'process.env.NODE_ENV': '"production"' },
      // Names and paths in a page are any text; scripts are ASCII whatever the server says.
      charset: 'ascii',
      logLevel: 'warning',
    }),
  ),
  copyFile(fontFile, `${targetFolder}DejaVuSans.ttf`),
  ...copies.map((name) => copyFile(`${sourceFolder}${name}`, `${targetFolder}${name}`)),
]);
