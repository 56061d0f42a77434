import { CodefangError } from '../engine/index.ts';

let walked: string | undefined;

/**
 * Takes the process for the walk of one history, until the function is called that it returns.
 *
 * @throws {CodefangError} USAGE while another one has it: two could not each keep the memory of one process within a
 *   budget
 */
export function takeProcess(repository: string): () => void {
  if (walked !== undefined) {
    const state = `the history of ${walked} is being walked in this process, await that first`;
    throw new CodefangError('USAGE', `Cannot analyse ${repository}: ${state}`);
  }
  walked = repository;
  return () => {
    walked = undefined;
  };
}
