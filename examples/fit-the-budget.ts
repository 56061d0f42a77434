// Asks for less memory than can be enough, and takes the smallest budget that works.
import { type Analysis, analyse, BudgetError, parseByteSize } from 'codefang';

async function analyseWithin(repository: string, memoryBudget: number): Promise<Analysis> {
  try {
    return await analyse({ repository, memoryBudget, workers: 0 });
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
    console.log(error.message);
    return analyse({ repository, memoryBudget: error.smallestBudgetBytes + parseByteSize('32MiB'), workers: 0 });
  }
}

const analysis = await analyseWithin(process.argv[2] ?? '.', parseByteSize('16MiB'));
console.log(`done in ${analysis.peakBytes} bytes of ${analysis.budgetBytes}`);
await analysis.close();
