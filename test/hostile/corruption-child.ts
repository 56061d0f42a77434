import { mkdirSync, rmSync } from 'node:fs';
import './fast-process.ts';
import { damagesOf } from './corruption-damage.ts';
import type { CorruptionTarget } from './corruption-target.ts';
import { CorruptionBench, type CorruptionVerdict } from './corruption-verdict.ts';

/** What the parent asks for, once: cases `from`, `from + 1`, … of `nths`. */
export interface CorruptionOrder {
  readonly target: CorruptionTarget;
  readonly nths: readonly number[];
  readonly seed: number;
  readonly folder: string;
}

/** Before a case only what it is, after it the verdict as well. */
export interface CorruptionNews {
  readonly words: string;
  readonly verdict?: CorruptionVerdict;
}

/* A process that `corruption-run.ts` forks, and ends when it hangs. */
process.on('message', (order: CorruptionOrder) => {
  void judgeAll(order).then(() => process.disconnect());
});

async function judgeAll({ target, nths, seed, folder }: CorruptionOrder): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const bench = new CorruptionBench(target, folder);
  await bench.prepare();
  const damages = damagesOf(target, bench.path, seed);
  for (const nth of nths) {
    const damage = damages.at(nth);
    tell({ words: damage.words });
    tell({ words: damage.words, verdict: await bench.judge(damage) });
  }
  rmSync(folder, { recursive: true, force: true });
}

function tell(news: CorruptionNews): void {
  process.send!(news);
}
