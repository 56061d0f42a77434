import { expect, test } from 'vitest';
import { chooseAnalyzers } from '../../analysis/choose-analyzers.ts';
import { registry } from '../../analyzers/index.ts';
import type { AnalyzerDefinition, Facts } from '../../engine/index.ts';
import { runEngine } from '../support/engine-run.ts';
import { GitFixture } from '../support/git-fixture.ts';

const cost = { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 8 };

/** Counts commits by person. */
const counter: AnalyzerDefinition = {
  id: 'history/counter',
  title: 'Counter',
  description: 'Counts',
  needs: ['changes'],
  options: [],
  cost,
  create: (setup) => {
    const commits = setup.facts({ name: 'commits', keys: ['person'], columns: { commits: 'sum' } });
    return { fold: ({ personId, isLastSlice }) => commits.add(personId, 0, 0, isLastSlice ? 1 : 0), report: () => [] };
  },
};

/** Reports what the counter has counted. */
const reader: AnalyzerDefinition = {
  id: 'history/reader',
  title: 'Reader',
  description: 'Reads',
  needs: ['changes'],
  reads: ['history/counter'],
  options: [],
  cost,
  create: () => ({
    *report(context) {
      const facts: Facts<'person' | 'commits'> = context.factsOf('history/counter', 'commits');
      const rows = Array.from(facts, ({ person, commits }) => [context.personName(person), commits]);
      yield {
        name: 'counted',
        title: 'Counted',
        shape: 'table',
        columns: [
          { name: 'name', type: 'string' },
          { name: 'commits', type: 'int' },
        ],
        rows,
      };
    },
  }),
};

test('an analyzer that is only read folds, and is not among those that report', () => {
  const chosen = chooseAnalyzers([counter, reader], { anonymize: false }, ['reader']);
  expect(chosen.map(({ definition, isOnlyRead = false }) => [definition.id, isOnlyRead])).toEqual([
    ['history/counter', true],
    ['history/reader', false],
  ]);
  expect(chooseAnalyzers([counter, reader], { anonymize: false }, ['counter'])).toHaveLength(1);
});

test('what is read is what was counted, and the report is of those that were asked for', async () => {
  const analyzers = chooseAnalyzers([counter, reader], { anonymize: false }, ['reader']);
  using fixture = GitFixture.init();
  fixture.commit({ files: { a: '1\n' } });
  fixture.commit({ files: { a: '2\n' } });
  const { report } = await runEngine({ repository: fixture.path, rules: { analyzers } });
  expect(report.analyzers).toEqual({ 'history/reader': { counted: [{ name: 'Ada Example', commits: 2 }] } });
});

test('who is read is known, and reads nobody', () => {
  for (const { reads = [] } of registry) {
    for (const id of reads) {
      const known = registry.find((one) => one.id === id);
      expect([known?.id, known?.reads ?? []]).toEqual([id, []]);
    }
  }
});
