import type { AnalyzerDefinition, AnalyzerOption } from '../../engine/index.ts';

/** Analyzers that are only described, so that tests of flags do not depend on the real ones. */
export const fakeRegistry: readonly AnalyzerDefinition[] = [
  describe('history/burndown', [
    { name: 'granularity', kind: 'count', initial: 30, min: 1, help: 'Ticks in one band' },
    { name: 'people', kind: 'switch', initial: true, help: 'Follow developers' },
  ]),
  describe('history/couples', [
    { name: 'max-files', kind: 'count', initial: 1000, min: 1, help: 'Leave out larger commits' },
  ]),
  describe('history/devs', [
    { name: 'anonymize', kind: 'switch', initial: false, help: 'Replace names', aliasOf: 'anonymize' },
  ]),
];

function describe(id: string, options: readonly AnalyzerOption[]): AnalyzerDefinition {
  return {
    id,
    title: `Title of ${id}`,
    description: `Description of ${id}`,
    needs: ['changes'],
    options,
    cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 0 },
    create() {
      throw new Error(`${id} is only described`);
    },
  };
}
