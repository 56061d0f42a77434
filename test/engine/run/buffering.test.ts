import { afterAll, expect, test } from 'vitest';
import { runEngine } from '../../support/engine-run.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';

const fixture = makeRandomRepository({ seed: 62, commitCount: 150, isRepacked: true });
afterAll(() => fixture.dispose());

test('workers one, two and three batches ahead of the fold lead to one report', async () => {
  const { digest } = await runEngine({ repository: fixture.path });
  for (const bufferingFactor of [1, 2, 3]) {
    const ahead = await runEngine({ repository: fixture.path, workerCount: 2, batchCommits: 8, bufferingFactor });
    expect(ahead.digest, `factor ${bufferingFactor}`).toBe(digest);
  }
});
