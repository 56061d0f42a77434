/**
 * Many branches that are open at once, merged late and several at a time.
 *
 *   node dist/bench/generate/branches.js OUT [--branches 2000] [--commits 50000] [--files 2000] [--people 200]
 *       [--seed 1]
 */
import { parseArgs } from 'node:util';
import { branchesStory } from './branches-story.ts';
import { makeRepository } from './make-repository.ts';
import { tellMade } from './tell-made.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    branches: { type: 'string', default: '2000' },
    commits: { type: 'string', default: '50000' },
    files: { type: 'string', default: '2000' },
    people: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});
const [out] = positionals;
if (out === undefined) throw new Error('Cannot make a history: no folder was named');
const shape = {
  branches: Number(values.branches),
  commits: Number(values.commits),
  files: Number(values.files),
  people: Number(values.people),
  seed: Number(values.seed),
};
tellMade(await makeRepository(out, [branchesStory(shape)]));
