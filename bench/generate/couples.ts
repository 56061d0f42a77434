/**
 * 204,300 files, commits of 900 of them, 30 million pairs; every count is known by formula.
 *
 *   node dist/bench/generate/couples.js OUT [--columns 225] [--rows 227] [--cell-files 4] [--blocks 75]
 */
import { parseArgs } from 'node:util';
import { CouplesDesign, largeCouples } from './couples-design.ts';
import { couplesStory } from './couples-story.ts';
import { makeRepository } from './make-repository.ts';
import { tellMade } from './tell-made.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    columns: { type: 'string', default: String(largeCouples.columns) },
    rows: { type: 'string', default: String(largeCouples.rows) },
    'cell-files': { type: 'string', default: String(largeCouples.cellFiles) },
    blocks: { type: 'string', default: String(largeCouples.blocks) },
  },
});
const [out] = positionals;
if (out === undefined) throw new Error('Cannot make a history: no folder was named');
const shape = {
  columns: Number(values.columns),
  rows: Number(values.rows),
  cellFiles: Number(values['cell-files']),
  blocks: Number(values.blocks),
};
const design = new CouplesDesign(shape);
process.stdout.write(`${design.files} files, ${design.pairs} pairs, ${design.coChanges} common changes\n`);
tellMade(await makeRepository(out, [couplesStory(shape)]));
