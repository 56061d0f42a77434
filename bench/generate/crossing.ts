/**
 * A history whose branches cross in every way that git allows.
 *
 *   node dist/bench/generate/crossing.js OUT [--commits 5000] [--files 150] [--people 50] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { crossingStory } from './crossing-story.ts';
import { makeRepository } from './make-repository.ts';
import { tellMade } from './tell-made.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    commits: { type: 'string', default: '5000' },
    files: { type: 'string', default: '150' },
    people: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
});
const [out] = positionals;
if (out === undefined) throw new Error('Cannot make a history: no folder was named');
const shape = {
  commits: Number(values.commits),
  files: Number(values.files),
  people: Number(values.people),
  seed: Number(values.seed),
};
tellMade(await makeRepository(out, [crossingStory(shape)]));
