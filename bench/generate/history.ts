/**
 * An ordinary history of any length.
 *
 *   node dist/bench/generate/history.js OUT [--commits 1000000] [--files 20000] [--people 500] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { historyStories } from './history-story.ts';
import { makeRepository } from './make-repository.ts';
import { tellMade } from './tell-made.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    commits: { type: 'string', default: '1000000' },
    files: { type: 'string', default: '20000' },
    people: { type: 'string', default: '500' },
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
tellMade(await makeRepository(out, historyStories(shape)));
