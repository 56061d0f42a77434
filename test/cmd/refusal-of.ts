import { CodefangError, messageChain } from '../../engine/index.ts';

/** The messages of the CodefangError that some work fails with, joined; its code comes first. */
export async function refusalOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CodefangError)) throw error;
    return `${error.code} ${[...messageChain(error)].join(' | ')}`;
  }
  throw new Error('expected a refusal, the work succeeded');
}
