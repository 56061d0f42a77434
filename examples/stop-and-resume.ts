// Stops an analysis in the middle, and goes on from its checkpoint.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse, CodefangError, type FailureCode, type ResumeChoice } from 'codefang';

const repository = process.argv[2] ?? '.';
const stateDirectory = mkdtempSync(join(tmpdir(), 'codefang-example-'));
const controller = new AbortController();
const expected: FailureCode = 'ABORTED';
try {
  const analysis = await analyse({
    repository,
    stateDirectory,
    signal: controller.signal,
    onProgress: ({ phase, commits }) => {
      if (phase === 'walk' && commits > 0) controller.abort();
    },
  });
  console.log('it was done before it was stopped');
  await analysis.close();
} catch (error) {
  if (!(error instanceof CodefangError) || error.code !== expected) throw error;
  console.log(error.message);
}

const resume: ResumeChoice = 'auto';
const analysis = await analyse({ repository, stateDirectory, resume, onNote: (sentence) => console.log(sentence) });
console.log(await analysis.digest);
await analysis.close();
rmSync(stateDirectory, { recursive: true });
