import type { AnalyseOptions } from './analyse-options.ts';
import { checkNames } from './check-options.ts';
import { LibraryHost } from './library-host.ts';
import { orderOf } from './order-of.ts';
import { takeProcess } from './process-turn.ts';
import type { Analysis } from './report.ts';
import { runAnalysis } from './run-analysis.ts';

/**
 * Analyses the history of a Git repository within a memory budget, which bounds the resident memory of the whole
 * process. Resolves when the walk is done; rows of the report are computed as they are read. Close the analysis:
 * until then it holds memory and spill files.
 *
 * One history is walked at a time in a process, since the budget is the process's. V8 is set once to keep its heap
 * small, permanently. No signal handlers are installed, nothing is printed.
 *
 * @throws {CodefangError} USAGE for an option that cannot be used and while another analysis is walked; BUDGET (then
 *   a `BudgetError`), NOT_FOUND, CORRUPT, INCOMPLETE, STATE, IO; ABORTED or STOPPED by the signal
 * @example
 *   await using analysis = await analyse({ repository: '.', memoryBudget: '512MiB', analyzers: ['devs'] });
 *   for await (const { section, row } of analysis) console.log(section, row);
 */
export async function analyse(options: AnalyseOptions): Promise<Analysis> {
  checkNames(options);
  const order = orderOf(options);
  const giveBack = takeProcess(order.repository);
  try {
    return await runAnalysis(order, new LibraryHost(options));
  } finally {
    giveBack();
  }
}
