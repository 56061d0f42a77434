import { type Rung, workingRungs } from './memory-limit.ts';

/** The rung of this machine's tests, told once: where the kernel enforces nothing, nobody shall think it does. */
export function chosenRung(): Rung {
  const [rung] = workingRungs();
  const weak = rung === 'none' || rung === 'rlimit-data';
  const state = weak ? 'NO CONTROL GROUP CAN BE MADE HERE (root can): the peak of the process is judged alone' : '';
  process.stderr.write(`budget tests: limit by ${rung}${weak ? `. ${state}` : ''}\n`);
  return rung!;
}
