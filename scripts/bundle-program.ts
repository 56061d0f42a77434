/**
 * The last step of the build: joins the program's modules into a few files, over what the compiler wrote.
 * Two hundred modules cost 8 MiB of resident memory and half of the start-up time; joined, a run loads what it
 * uses and nothing else. Run by `npm run build`; not part of the program.
 *
 *   dist/cmd/main.js            the program
 *   dist/codefang.js            the library
 *   dist/cmd/web/worker.js   a worker thread
 *   dist/cmd/web/part-*.js   what they share, and what single commands load; they stand beside what they read
 */
import { rm, rename, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** From the sources: what the compiler wrote to the same places may be of an earlier build. */
const sources = fileURLToPath(new URL('../../', import.meta.url));
const compiled = `${sources}dist/`;
const staged = `${compiled}staged/`;

await build({
  entryPoints: {
    'cmd/main': `${sources}cmd/main.ts`,
    codefang: `${sources}analysis/index.ts`,
    'cmd/web/worker': `${sources}engine/pipeline/worker.ts`,
  },
  outdir: staged,
  chunkNames: 'cmd/web/part-[hash]',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Names stay, so that profiles and traces can be read.
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
});

const assets = `${compiled}cmd/web/`;
for (const name of await readdir(assets)) if (/^part-\w+\.js$/.test(name)) await rm(`${assets}${name}`);
for (const name of await readdir(`${staged}cmd/web`)) {
  await rename(`${staged}cmd/web/${name}`, `${assets}${name}`);
}
await rename(`${staged}cmd/main.js`, `${compiled}cmd/main.js`);
await rename(`${staged}codefang.js`, `${compiled}codefang.js`);
await rm(staged, { recursive: true });
