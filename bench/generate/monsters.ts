/**
 * One small repository for each thing that hurts, in a folder.
 *
 *   node dist/bench/generate/monsters.js OUT [--only NAME,…] [--scale 1]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeRepository } from './make-repository.ts';
import { monsters } from './monster-stories.ts';
import { tellMade } from './tell-made.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, scale: { type: 'string', default: '1' } },
});
const [out] = positionals;
if (out === undefined) throw new Error('Cannot make monsters: no folder was named');
const only = values.only?.split(',');
for (const { name, story, options } of monsters(Number(values.scale))) {
  if (only !== undefined && !only.includes(name)) continue;
  tellMade(await makeRepository(join(out, `${name}.git`), [story], options));
}
