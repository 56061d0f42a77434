import type { AnalyzerDefinition, AnalyzerRun, ReportContext, Section } from '../../engine/index.ts';
import { densitySection } from './density-section.ts';
import { latencySection } from './latency-section.ts';
import { szzSection } from './szz-section.ts';

/**
 * Which commits wrote the lines that fixes removed: the algorithm of Śliwerski, Zimmermann and Zeller, by the
 * ledger.
 */
export const szz: AnalyzerDefinition = {
  id: 'history/szz',
  title: 'Origins of defects',
  description: 'Commits that wrote the lines which fixes removed, and how long these stayed (SZZ)',
  needs: ['lines', 'messages'],
  isOptional: true,
  options: [],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 0 },
  create: () => new SzzRun(),
};

class SzzRun implements AnalyzerRun {
  *report(context: ReportContext): Generator<Section> {
    yield szzSection(context);
    yield densitySection(context);
    yield latencySection(context);
  }
}
