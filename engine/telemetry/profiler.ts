import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodefangError } from '../base/index.ts';

/** A profile of this thread that is under way. */
export interface Profiler {
  /** Writes `<name>.cpuprofile` and `<name>.heapprofile`. @throws {CodefangError} IO */
  stop(): Promise<void>;
}

/** Bytes between two samples of the heap, V8's default. */
const heapSampleBytes = 32 * 1024;

/** Counts also what has died since: garbage is what costs time. */
const allocationSampling = {
  samplingInterval: heapSampleBytes,
  includeObjectsCollectedByMajorGC: true,
  includeObjectsCollectedByMinorGC: true,
};

/**
 * Samples where this thread spends time and what it allocates, until `stop`. Each thread profiles
 * itself. The files are those that Chrome's developer tools open. Costs about a tenth of the speed,
 * and memory that grows with time and is outside of every budget.
 *
 * @throws {CodefangError} IO when the folder cannot be made
 */
export async function startProfiler(directory: string, name: string): Promise<Profiler> {
  attempt(directory, () => mkdirSync(directory, { recursive: true }));
  // The inspector is loaded for this alone.
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('HeapProfiler.enable');
  await session.post('HeapProfiler.startSampling', allocationSampling);
  await session.post('Profiler.start');
  return {
    async stop() {
      const cpu = await session.post('Profiler.stop');
      const heap = await session.post('HeapProfiler.stopSampling');
      session.disconnect();
      attempt(directory, () => {
        writeFileSync(join(directory, `${name}.cpuprofile`), JSON.stringify(cpu.profile));
        writeFileSync(join(directory, `${name}.heapprofile`), JSON.stringify(heap.profile));
      });
    },
  };
}

function attempt(directory: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    throw new CodefangError('IO', `Cannot write a profile to "${directory}"`, { cause });
  }
}
